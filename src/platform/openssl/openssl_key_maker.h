// Key pairs on secp256r1 over libcrypto, for a card that keeps them.
//
// Such a key is for years, so that it is held to more than an ephemeral one. All multiplications
// that a private key is in are of the fixed base, for which libcrypto allocates nothing: that of
// any other point leaves its scalar in memory that is freed and not wiped. And no pair leaves
// unchecked: that (d + b)*G is b*G + Q, for a random b, is a computation of other numbers than d*G,
// so that what was wrong in the one does not go wrong alike in the other.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>

#include "platform/openssl/owned.h"
#include "se/crypto_lib/key_maker.h"

namespace tls_se {

/// Not for two threads at a time.
class OpensslKeyMaker : public KeyMaker {
 public:
  /// Throws std::runtime_error if libcrypto fails.
  OpensslKeyMaker();
  OpensslKeyMaker(const OpensslKeyMaker&) = delete;
  OpensslKeyMaker& operator=(const OpensslKeyMaker&) = delete;
  virtual ~OpensslKeyMaker() = default;

  CryptoStatus p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                  std::span<uint8_t, kP256PointSize> public_key) override;
  CryptoStatus p256_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                               std::span<uint8_t, kP256PointSize> public_key) override;

 protected:
  /// From the kernel. Virtual so that a test can have a say.
  [[nodiscard]] virtual bool random(const MutableBytes& out);
  /// scalar*G. Virtual so that a test can put a fault into it.
  [[nodiscard]] virtual bool multiply_base(const BIGNUM* scalar,
                                           std::span<uint8_t, kP256PointSize> point);

 private:
  using Number = Owned<BIGNUM, BN_clear_free>;

  [[nodiscard]] bool choose(std::span<uint8_t, kP256ScalarSize> scalar, BIGNUM* number);
  [[nodiscard]] bool find_public_key(std::span<uint8_t, kP256PointSize> public_key);
  [[nodiscard]] bool is_consistent(std::span<const uint8_t, kP256PointSize> public_key);
  [[nodiscard]] bool write_product(std::span<uint8_t, kP256PointSize> point);
  void forget_secrets();

  Owned<EC_GROUP, EC_GROUP_free> group_;
  Owned<BN_CTX, BN_CTX_free> scratch_;  // libcrypto's nistz256 puts public numbers alone into it
  Number private_key_{made(BN_new())};
  Number blind_{made(BN_new())};
  Number sum_{made(BN_new())};
  Owned<EC_POINT, EC_POINT_free> public_key_;
  Owned<EC_POINT, EC_POINT_clear_free> product_;
};

}  // namespace tls_se
