// CertificateVerify by libcrypto's own ECDSA, so that the element's is held against another.
#pragma once

#include <string>

#include "card_driver.h"

namespace tls_se::test {

/// What CertificateVerify signs: RFC 8446 section 4.4.3.
[[nodiscard]] Buffer signed_content(Role signer, const Sha256Hash& transcript);

/// ecdsa_secp256r1_sha256, as DER.
[[nodiscard]] Buffer sign(const std::string& private_key_pem, Bytes content);
[[nodiscard]] bool is_signature_of(Bytes certificate, Bytes content, Bytes signature);

}  // namespace tls_se::test
