// CertificateVerify, RFC 8446 section 4.4.3, by ecdsa_secp256r1_sha256.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

Alert make_certificate_verify(Session& session, Writer& body);
/// By the key of the Certificate that came before.
Alert check_certificate_verify(Session& session, const Bytes& message);

}  // namespace tls_se
