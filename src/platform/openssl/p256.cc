#include "platform/openssl/p256.h"

#include <openssl/err.h>
#include <openssl/obj_mac.h>

#include "platform/openssl/entropy.h"
#include "platform/openssl/p256_point.h"
#include "se/base/secret.h"

namespace tls_se {

P256::P256()
    : group_(made(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1))),
      scratch_(made(BN_CTX_new())),
      scalar_(made(BN_new())),
      x_(made(BN_new())),
      peer_(made(EC_POINT_new(group_.get()))),
      product_(made(EC_POINT_new(group_.get()))) {
  BN_set_flags(scalar_.get(), BN_FLG_CONSTTIME);
}

bool P256::generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                    std::span<uint8_t, kP256PointSize> public_point) {
  const bool generated =
      choose_private_key(private_key) &&
      EC_POINT_mul(group_.get(), product_.get(), scalar_.get(), nullptr, nullptr, scratch_.get()) ==
          1 &&
      EC_POINT_point2oct(group_.get(), product_.get(), POINT_CONVERSION_UNCOMPRESSED,
                         public_point.data(), public_point.size(),
                         scratch_.get()) == public_point.size();
  forget_secrets();
  if (generated) return true;
  wipe(private_key);
  ERR_clear_error();
  return false;
}

CryptoStatus P256::ecdh(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                        std::span<const uint8_t, kP256PointSize> peer,
                        std::span<uint8_t, kP256SecretSize> secret) {
  const CryptoStatus decoded = decode_point(peer, group_.get(), peer_.get(), scratch_.get());
  // An empty slot is all zero, which is no private key.
  const bool agreed = decoded == CryptoStatus::done &&
                      BN_bin2bn(private_key.data(), private_key.size(), scalar_.get()) != nullptr &&
                      !BN_is_zero(scalar_.get()) &&
                      EC_POINT_mul(group_.get(), product_.get(), nullptr, peer_.get(),
                                   scalar_.get(), scratch_.get()) == 1 &&
                      EC_POINT_get_affine_coordinates(group_.get(), product_.get(), x_.get(),
                                                      nullptr, scratch_.get()) == 1 &&
                      BN_bn2binpad(x_.get(), secret.data(), secret.size()) == kP256SecretSize;
  forget_secrets();
  if (agreed) return CryptoStatus::done;
  wipe(secret);
  ERR_clear_error();
  return decoded == CryptoStatus::rejected ? CryptoStatus::rejected : CryptoStatus::failed;
}

/// FIPS 186-4 section B.4.2, testing candidates: uniform in [1, n-1].
bool P256::choose_private_key(std::span<uint8_t, kP256PrivateKeySize> private_key) {
  const BIGNUM* const order = EC_GROUP_get0_order(group_.get());
  do {
    if (!fill_with_entropy(private_key)) return false;
    if (BN_bin2bn(private_key.data(), private_key.size(), scalar_.get()) == nullptr) return false;
  } while (BN_is_zero(scalar_.get()) || BN_cmp(scalar_.get(), order) >= 0);
  return true;
}

void P256::forget_secrets() {
  BN_clear(scalar_.get());
  BN_clear(x_.get());
  // A point can't be cleared and kept; a copy overwrites all of its words. A failure of either
  // would mean that there are no words yet.
  EC_POINT_copy(product_.get(), EC_GROUP_get0_generator(group_.get()));
}

}  // namespace tls_se
