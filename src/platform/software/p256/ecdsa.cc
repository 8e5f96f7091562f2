#include "platform/software/p256/ecdsa.h"

#include "platform/software/p256/encoding.h"
#include "platform/software/p256/multiply.h"
#include "platform/software/p256/nonce.h"

namespace tls_se::p256 {
namespace {

struct Signature {
  Scalar r, s;
};

bool decode(Signature& signature, std::span<const uint8_t, kP256SignatureSize> r_s) {
  load(signature.r, r_s.first<kNumberBytes>());
  load(signature.s, r_s.last<kNumberBytes>());
  return (is_in_range(signature.r) & is_in_range(signature.s)) != 0;
}

/// FIPS 186-4 section 6.4: the leftmost min(N, outlen) bits, as a number; modulo n at once.
bool hash_of(Scalar& hash, const Bytes& digest) {
  if (digest.size() < kNumberBytes) return false;
  Number number;
  load(number, digest.first<kNumberBytes>());
  to_scalar(hash, number);
  return true;
}

/// The point's x-coordinate modulo n is r: X/Z^2, without a division, is r or, if that is below p,
/// r + n (SEC 1 section 4.1.4). Of infinity there is none.
Mask has_x(const Point& point, const Scalar& r) {
  Element squared, candidate;
  Number beyond;
  square(squared, point.z);
  to_field(candidate, r);
  multiply(candidate, candidate, squared);
  Mask is_it = is_equal(candidate, point.x);
  const Mask is_below = mask_of_bit(add(beyond, r, kOrder) ^ 1) & is_less(beyond, kPrime);
  to_field(candidate, beyond);
  multiply(candidate, candidate, squared);
  is_it |= is_equal(candidate, point.x) & is_below;
  return is_it & ~is_zero(squared);
}

/// s = (hash + r*d)/k. False too if k*G is not of the curve: a wrong r tells of k, and is the same
/// in the check where what makes it is spoiled for good, as a point of the table.
Mask make(Signature& signature, const Scalar& private_key, const Scalar& hash,
          const Scalar& nonce) {
  Wiped<Point> product;
  Wiped<AffinePoint> affine;
  Wiped<Scalar> inverse;
  multiply_base(product, nonce);
  to_affine(affine, product);
  Number x;
  from_field(x, affine.x);
  to_scalar(signature.r, x);
  multiply(signature.s, signature.r, private_key);
  add(signature.s, signature.s, hash);
  invert(inverse, nonce);
  multiply(signature.s, signature.s, inverse);
  return is_on_curve(affine) & is_in_range(signature.r) & is_in_range(signature.s);
}

/// The equation that made the signature, without its division: s*k = hash + r*d, of key and digest
/// as they were given, since a signature under a key with a flipped bit tells that bit. And the
/// nonce's multiple once more.
Mask is_consistent(const Signature& signature, std::span<const uint8_t, kP256ScalarSize> key,
                   const Bytes& digest, const Scalar& nonce) {
  Wiped<Scalar> left, right;
  Wiped<Point> product;
  Scalar hash;
  if (!hash_of(hash, digest) || !decode_private_key(right, key)) return 0;
  multiply(left, signature.s, nonce);
  multiply(right, signature.r, right);
  add(right, right, hash);
  multiply_base(product, nonce);
  return is_equal(left, right) & has_x(product, signature.r);
}

bool sign(Crypto& crypto, std::span<const uint8_t, kP256ScalarSize> private_key,
          const Bytes& digest, const Bytes& added, Signature& signature) {
  Wiped<Scalar> scalar, nonce;
  Scalar hash;
  return hash_of(hash, digest) && decode_private_key(scalar, private_key) &&
         make_nonce(crypto, nonce, private_key, hash, added) &&
         reveal(make(signature, scalar, hash, nonce)) &&
         reveal(is_consistent(signature, private_key, digest, nonce));
}

}  // namespace

CryptoStatus sign(Crypto& crypto, std::span<const uint8_t, kP256ScalarSize> private_key,
                  const Bytes& digest, const Bytes& added,
                  std::span<uint8_t, kP256SignatureSize> r_s) {
  Wiped<Signature> signature;  // a wrong one tells of the key
  const bool is_signed = sign(crypto, private_key, digest, added, signature);
  wipe_stack<kStackOfBase>();
  if (!is_signed) {
    wipe(r_s);
    return CryptoStatus::failed;
  }
  store(r_s.first<kNumberBytes>(), signature.r);
  store(r_s.last<kNumberBytes>(), signature.s);
  return CryptoStatus::done;
}

CryptoStatus verify(std::span<const uint8_t, kP256PointSize> public_key, const Bytes& digest,
                    std::span<const uint8_t, kP256SignatureSize> r_s) {
  AffinePoint key;
  Signature signature;
  Scalar hash, u1, u2;
  if (!hash_of(hash, digest) || !decode(signature, r_s) || !decode_point(key, public_key))
    return CryptoStatus::rejected;
  invert(u2, signature.s);
  multiply(u1, hash, u2);
  multiply(u2, signature.r, u2);
  Point sum;
  multiply_public(sum, u1, u2, key);
  return has_x(sum, signature.r) != 0 ? CryptoStatus::done : CryptoStatus::rejected;
}

}  // namespace tls_se::p256
