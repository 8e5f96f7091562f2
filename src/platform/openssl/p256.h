// secp256r1 over libcrypto. Whatever can be made once is made once: EVP_PKEY_derive would build a
// key and check its order for each secret, which costs more than the multiplication itself.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>

#include "platform/openssl/owned.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

inline constexpr size_t kP256PrivateKeySize = 32;

/// Not for two threads at a time.
class P256 {
 public:
  /// Throws std::runtime_error if libcrypto fails.
  P256();

  [[nodiscard]] bool generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                              std::span<uint8_t, kP256PointSize> public_point);
  CryptoStatus ecdh(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                    std::span<const uint8_t, kP256PointSize> peer,
                    std::span<uint8_t, kP256SecretSize> secret);

 private:
  [[nodiscard]] bool choose_private_key(std::span<uint8_t, kP256PrivateKeySize> private_key);
  void forget_secrets();

  Owned<EC_GROUP, EC_GROUP_free> group_;
  Owned<BN_CTX, BN_CTX_free> scratch_;  // libcrypto's nistz256 puts public numbers alone into it
  Owned<BIGNUM, BN_clear_free> scalar_;
  Owned<BIGNUM, BN_clear_free> x_;
  Owned<EC_POINT, EC_POINT_free> peer_;
  Owned<EC_POINT, EC_POINT_clear_free> product_;
};

}  // namespace tls_se
