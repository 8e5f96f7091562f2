// The third part of the crypto seam: what a card needs of its platform to be given keys, or to make
// its own. A card whose objects are built in does not pay for it.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

inline constexpr size_t kP256ScalarSize = 32;  // big-endian

class KeyMaker {
 public:
  /// A fresh secp256r1 key pair for the card to keep: FIPS 186-4 appendix B.4. `failed`, and both
  /// wiped, if entropy or a check of the pair has failed.
  virtual CryptoStatus p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                          std::span<uint8_t, kP256PointSize> public_key) = 0;
  /// The public half of a private key. `rejected` if that is not in [1, n-1]. Takes as long for any
  /// key that is.
  virtual CryptoStatus p256_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                                       std::span<uint8_t, kP256PointSize> public_key) = 0;

 protected:
  ~KeyMaker() = default;
};

}  // namespace tls_se
