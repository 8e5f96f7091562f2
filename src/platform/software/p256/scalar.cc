#include "platform/software/p256/scalar.h"

#include "platform/software/p256/inverse.h"
#include "platform/software/p256/word.h"

namespace tls_se::p256 {
namespace {

constexpr uint32_t kMinusInverse = 0xee00bc4f;  // -1/n modulo 2^32

/// 2^512 modulo n.
constexpr Scalar kSecondPower = {{{0xbe79eea2, 0x83244c95, 0x49bd6fa6, 0x4699799c, 0x2b6bec59,
                                   0x2845b239, 0xf3d95620, 0x66e12d94}}};

constexpr Modulus kModuloOrder = {{0x3c632551, 0x0ee72b0b, 0x3179e84f, 0x39beab69, 0x3fffffbc,
                                   0x3fffffff, 0x00000fff, 0x3fffc000, 0x0000ffff},
                                  0x11ff43b1};

/// -= n, unless that makes it less than nothing; `carry` is its ninth word.
void reduce_once(Number& number, uint32_t carry) {
  Number reduced;
  const uint32_t borrow = subtract(reduced, number, kOrder);
  move_if(mask_of_bit(carry | (borrow ^ 1)), number, reduced);
}

/// sum += a * word; gives the carry.
uint32_t add_product(uint32_t* sum, const Number& a, uint32_t word) {
  uint64_t carry = 0;
  for (size_t i = 0; i < kWords; ++i) {
    carry += multiply_words(a.words[i], word) + sum[i];
    sum[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  return static_cast<uint32_t>(carry);
}

/// Montgomery's product, a*b/2^256.
void multiply_and_divide(Scalar& product, const Scalar& a, const Scalar& b) {
  uint32_t sum[2 * kWords] = {};
  uint32_t above = 0;
  for (size_t i = 0; i < kWords; ++i) {
    uint64_t top = uint64_t{above} + add_product(sum + i, a, b.words[i]);
    top += add_product(sum + i, kOrder, sum[i] * kMinusInverse);
    sum[i + kWords] = static_cast<uint32_t>(top);
    above = static_cast<uint32_t>(top >> 32);
  }
  for (size_t i = 0; i < kWords; ++i) product.words[i] = sum[i + kWords];
  reduce_once(product, above);
}

}  // namespace

Mask is_in_range(const Number& number) { return ~is_zero(number) & is_less(number, kOrder); }

void to_scalar(Scalar& scalar, const Number& number) {
  static_cast<Number&>(scalar) = number;
  reduce_once(scalar, 0);
}

void multiply(Scalar& product, const Scalar& a, const Scalar& b) {
  multiply_and_divide(product, a, b);
  multiply_and_divide(product, product, kSecondPower);
}

void add(Scalar& sum, const Scalar& a, const Scalar& b) {
  reduce_once(sum, add(static_cast<Number&>(sum), a, b));
}

void complement_if(Mask mask, Number& scalar) {
  Number complement;
  subtract(complement, kOrder, scalar);
  move_if(mask, scalar, complement);
}

void invert(Scalar& inverse, const Scalar& scalar) { invert(inverse, scalar, kModuloOrder); }

}  // namespace tls_se::p256
