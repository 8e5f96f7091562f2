// The nonces of RFC 6979 section 3.2, with the additional data of section 3.6.
#pragma once

#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/scalar.h"

namespace tls_se::p256 {

/// In [1, n-1]. `hash` is the digest's number modulo n. False if a hash has failed.
[[nodiscard]] bool make_nonce(Crypto& crypto, Scalar& nonce,
                              std::span<const uint8_t, kP256ScalarSize> private_key,
                              const Scalar& hash, const Bytes& added);

}  // namespace tls_se::p256
