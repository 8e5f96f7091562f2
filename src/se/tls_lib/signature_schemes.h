// signature_algorithms and signature_algorithms_cert, RFC 8446 section 4.2.3, as a card sends them
// in ClientHello and CertificateRequest: CertificateVerify is by ecdsa_secp256r1_sha256,
// certificates by ECDSA over P-256 with any of the three hashes.
#pragma once

#include "se/tls_lib/extensions.h"

namespace tls_se {

inline constexpr size_t kSignatureSchemesSize = 8 + 12;
void write_signature_schemes(Writer& extensions);

}  // namespace tls_se
