// X25519 over libcrypto, RFC 7748. A private key is any 32 bytes; all of them zero is an empty
// slot.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

inline constexpr size_t kX25519PrivateKeySize = 32;

/// False, and the private key wiped, if libcrypto or the kernel fails.
[[nodiscard]] bool x25519_generate(std::span<uint8_t, kX25519PrivateKeySize> private_key,
                                   std::span<uint8_t, kX25519Size> public_key);
/// `rejected` if the secret is all zero: the peer's public key is a point of small order.
CryptoStatus x25519(std::span<const uint8_t, kX25519PrivateKeySize> private_key,
                    std::span<const uint8_t, kX25519Size> peer,
                    std::span<uint8_t, kX25519Size> secret);

}  // namespace tls_se
