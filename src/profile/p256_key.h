// P-256 keys where files have them: in X.509 certificates, and as private keys in DER.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

/// The scalar, 32 bytes big-endian, of an ECPrivateKey (RFC 5915, "SEC 1") that names P-256; or of
/// one in a PrivateKeyInfo (PKCS#8, RFC 5958) that does. The caller wipes it.
[[nodiscard]] std::optional<std::vector<uint8_t>> scalar_of_sec1(const Bytes& der);
[[nodiscard]] std::optional<std::vector<uint8_t>> scalar_of_pkcs8(const Bytes& der);

/// The DER is one X.509 certificate and nothing behind it.
[[nodiscard]] bool is_certificate(const Bytes& der);

/// The certificate's key is one on P-256, written as TLS 1.3 has it: a named curve (RFC 5480
/// section 2.1.1) and an uncompressed point that lies on it (RFC 8446 section 4.2.8.2).
[[nodiscard]] bool has_p256_key(const Bytes& certificate);

/// The certificate's key is the public one of this scalar.
[[nodiscard]] bool is_key_pair(const Bytes& scalar, const Bytes& certificate);

}  // namespace tls_se
