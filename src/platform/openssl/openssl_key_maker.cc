#include "platform/openssl/openssl_key_maker.h"

#include <openssl/err.h>
#include <openssl/obj_mac.h>

#include "platform/openssl/entropy.h"
#include "platform/openssl/p256_point.h"
#include "se/base/secret.h"

namespace tls_se {
namespace {

/// n, FIPS 186-4 section D.1.2.3.
constexpr std::array<uint8_t, kP256ScalarSize> kOrder = {
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

/// One candidate of 2^32 is out of range. A source that gives more of them one after the other has
/// failed.
constexpr int kMostCandidates = 4;

/// In [1, n-1]: n subtracted from it borrows. Looks at every byte, whatever they are.
bool is_scalar(std::span<const uint8_t, kP256ScalarSize> bytes) {
  unsigned any = 0;
  unsigned borrow = 0;
  for (size_t i = kP256ScalarSize; i-- > 0;) {
    any |= bytes[i];
    borrow = (bytes[i] - kOrder[i] - borrow) >> 8 & 1;
    asm volatile("" : "+r"(any), "+r"(borrow));  // no early exit, whatever the optimiser sees
  }
  return any != 0 && borrow != 0;
}

bool load(std::span<const uint8_t, kP256ScalarSize> scalar, BIGNUM* number) {
  return BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), number) != nullptr;
}

}  // namespace

OpensslKeyMaker::OpensslKeyMaker()
    : group_(made(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1))),
      scratch_(made(BN_CTX_new())),
      public_key_(made(EC_POINT_new(group_.get()))),
      product_(made(EC_POINT_new(group_.get()))) {
  for (BIGNUM* const secret : {private_key_.get(), blind_.get(), sum_.get()}) {
    BN_set_flags(secret, BN_FLG_CONSTTIME);
  }
}

CryptoStatus OpensslKeyMaker::p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                                 std::span<uint8_t, kP256PointSize> public_key) {
  const bool is_made = choose(private_key, private_key_.get()) && find_public_key(public_key);
  forget_secrets();
  if (is_made) return CryptoStatus::done;
  wipe(private_key);
  wipe(public_key);
  return CryptoStatus::failed;
}

CryptoStatus OpensslKeyMaker::p256_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                                              std::span<uint8_t, kP256PointSize> public_key) {
  const bool in_range = is_scalar(private_key);
  const bool is_found =
      in_range && load(private_key, private_key_.get()) && find_public_key(public_key);
  forget_secrets();
  if (is_found) return CryptoStatus::done;
  wipe(public_key);
  return in_range ? CryptoStatus::failed : CryptoStatus::rejected;
}

bool OpensslKeyMaker::random(const MutableBytes& out) { return fill_with_entropy(out); }

/// FIPS 186-4 section B.4.2, testing candidates: uniform in [1, n-1].
bool OpensslKeyMaker::choose(std::span<uint8_t, kP256ScalarSize> scalar, BIGNUM* number) {
  for (int candidates = 0; candidates < kMostCandidates; ++candidates) {
    if (!random(scalar)) return false;
    if (is_scalar(scalar)) return load(scalar, number);
  }
  return false;
}

bool OpensslKeyMaker::find_public_key(std::span<uint8_t, kP256PointSize> public_key) {
  return multiply_base(private_key_.get(), public_key) && is_consistent(public_key);
}

/// Of the bytes that leave, which have to be a point of the curve.
bool OpensslKeyMaker::is_consistent(std::span<const uint8_t, kP256PointSize> public_key) {
  Secret<kP256ScalarSize> blind;
  std::array<uint8_t, kP256PointSize> expected, found;
  return choose(blind.bytes(), blind_.get()) &&
         BN_mod_add_quick(sum_.get(), private_key_.get(), blind_.get(),
                          EC_GROUP_get0_order(group_.get())) == 1 &&
         multiply_base(sum_.get(), expected) &&
         decode_point(public_key, group_.get(), public_key_.get(), scratch_.get()) ==
             CryptoStatus::done &&
         EC_POINT_mul(group_.get(), product_.get(), blind_.get(), public_key_.get(), BN_value_one(),
                      scratch_.get()) == 1 &&
         write_product(found) && expected == found;
}

bool OpensslKeyMaker::multiply_base(const BIGNUM* scalar,
                                    std::span<uint8_t, kP256PointSize> point) {
  return EC_POINT_mul(group_.get(), product_.get(), scalar, nullptr, nullptr, scratch_.get()) ==
             1 &&
         write_product(point);
}

bool OpensslKeyMaker::write_product(std::span<uint8_t, kP256PointSize> point) {
  return EC_POINT_point2oct(group_.get(), product_.get(), POINT_CONVERSION_UNCOMPRESSED,
                            point.data(), point.size(), scratch_.get()) == point.size();
}

void OpensslKeyMaker::forget_secrets() {
  BN_clear(private_key_.get());
  BN_clear(blind_.get());
  BN_clear(sum_.get());
  // Its projective coordinates tell of the scalar; a copy overwrites all of their words. A failure
  // would mean that there are no words yet.
  EC_POINT_copy(product_.get(), EC_GROUP_get0_generator(group_.get()));
  ERR_clear_error();  // it can do without some of the memory that it asks for
}

}  // namespace tls_se
