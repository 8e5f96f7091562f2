#include "platform/software/p256/p256.h"

#include "platform/software/p256/encoding.h"
#include "platform/software/p256/multiply.h"

namespace tls_se::p256 {
namespace {

/// One candidate of 2^32 is out of range.
constexpr int kMostCandidates = 4;

bool choose(Crypto& crypto, std::span<uint8_t, kP256ScalarSize> private_key) {
  Wiped<Scalar> scalar;
  for (int candidates = 0; candidates < kMostCandidates; ++candidates) {
    if (crypto.random(private_key) != CryptoStatus::done) return false;
    if (decode_private_key(scalar, private_key)) return true;
  }
  return false;
}

/// False, and nothing written, if the product is no point of the curve: something has gone wrong.
bool encode_product(std::span<uint8_t, kP256PointSize> bytes, const Point& product) {
  Wiped<AffinePoint> affine;
  to_affine(affine, product);
  if (!reveal(is_on_curve(affine))) return false;
  encode_point(bytes, affine);
  return true;
}

CryptoStatus multiply_base(std::span<const uint8_t, kP256ScalarSize> private_key,
                           std::span<uint8_t, kP256PointSize> public_key) {
  Wiped<Scalar> scalar;
  if (!decode_private_key(scalar, private_key)) return CryptoStatus::rejected;
  Wiped<Point> product;
  multiply_base(product, scalar);
  return encode_product(public_key, product) ? CryptoStatus::done : CryptoStatus::failed;
}

CryptoStatus multiply_peer(std::span<const uint8_t, kP256ScalarSize> private_key,
                           std::span<const uint8_t, kP256PointSize> peer,
                           std::span<uint8_t, kP256SecretSize> secret) {
  AffinePoint point;
  if (!decode_point(point, peer)) return CryptoStatus::rejected;
  Wiped<Scalar> scalar;
  if (!decode_private_key(scalar, private_key)) return CryptoStatus::failed;
  Wiped<Point> product;
  multiply(product, point, scalar);
  struct Encoded {
    std::array<uint8_t, kP256PointSize> bytes;
  };
  Wiped<Encoded> encoded;
  if (!encode_product(encoded.bytes, product)) return CryptoStatus::failed;
  copy_bytes(secret, Bytes(encoded.bytes).subspan<1, kP256SecretSize>());
  return CryptoStatus::done;
}

}  // namespace

CryptoStatus generate(Crypto& crypto, std::span<uint8_t, kP256ScalarSize> private_key,
                      std::span<uint8_t, kP256PointSize> public_key) {
  if (choose(crypto, private_key) &&
      find_public_key(private_key, public_key) == CryptoStatus::done) {
    return CryptoStatus::done;
  }
  wipe(private_key);
  wipe(public_key);
  return CryptoStatus::failed;
}

CryptoStatus find_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                             std::span<uint8_t, kP256PointSize> public_key) {
  const CryptoStatus status = multiply_base(private_key, public_key);
  wipe_stack<kStackOfBase>();
  if (status != CryptoStatus::done) wipe(public_key);
  return status;
}

CryptoStatus ecdh(std::span<const uint8_t, kP256ScalarSize> private_key,
                  std::span<const uint8_t, kP256PointSize> peer,
                  std::span<uint8_t, kP256SecretSize> secret) {
  const CryptoStatus status = multiply_peer(private_key, peer, secret);
  wipe_stack<kStackOfMultiply>();
  if (status != CryptoStatus::done) wipe(secret);
  return status;
}

}  // namespace tls_se::p256
