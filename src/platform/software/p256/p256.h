// secp256r1 (FIPS 186-4 section D.1.2.3) in software, for platforms without an engine for it: keys
// and ECDH. No heap, no state; time and addresses tell nothing of a private key. A function that is
// not `done` has wiped its outputs.
//
// The stack takes 2 KB, of which the functions with secrets leave nothing behind. Of what a fault
// could do, that a result is no point of the curve is found; who has to fear power analysis has to
// blind its scalars.
#pragma once

#include "se/crypto_lib/key_maker.h"

namespace tls_se::p256 {

/// FIPS 186-4 section B.4.2, testing candidates of crypto.random(): uniform in [1, n-1]. `failed`
/// if that is, or gives four in a row that are out of range, as one of 2^128 working sources does.
CryptoStatus generate(Crypto& crypto, std::span<uint8_t, kP256ScalarSize> private_key,
                      std::span<uint8_t, kP256PointSize> public_key);

/// `rejected` if the private key is not in [1, n-1].
CryptoStatus find_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                             std::span<uint8_t, kP256PointSize> public_key);

/// `rejected` if `peer` is not the uncompressed form of a point of the curve; `failed` if the
/// private key is not in [1, n-1].
CryptoStatus ecdh(std::span<const uint8_t, kP256ScalarSize> private_key,
                  std::span<const uint8_t, kP256PointSize> peer,
                  std::span<uint8_t, kP256SecretSize> secret);

}  // namespace tls_se::p256
