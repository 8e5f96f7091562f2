// signature_algorithms and signature_algorithms_cert, RFC 8446 section 4.2.3, as a card sends them
// in ClientHello and CertificateRequest: CertificateVerify is by ecdsa_secp256r1_sha256,
// certificates by ECDSA over P-256 with any of the three hashes.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

void write_signature_schemes(Session& session, Writer& extensions);

/// Sections 4.2.3 and 4.4.2.2: whether the peer takes the card's one scheme. `schemes` is the
/// extension_data of its signature_algorithms.
Alert check_signature_schemes(const Bytes& schemes, bool& suitable);

}  // namespace tls_se
