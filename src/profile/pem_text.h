// DER as files have it: PEM, RFC 7468.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

/// With lines around it, "-----BEGIN LABEL-----".
[[nodiscard]] std::string pem_text(const std::string& label, const Bytes& der);

/// SubjectPublicKeyInfo (RFC 5480 section 2) of an uncompressed point on P-256.
[[nodiscard]] std::vector<uint8_t> p256_public_key_info(const Bytes& point);

}  // namespace tls_se
