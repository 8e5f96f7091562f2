// An odd k below 2^l has l signed bits, each 1 or -1: the sum of b_i * 2^i, where the last is 1 and
// the others are b_i = 2*k_(i+1) - 1 of the bits k_i of k. So no digit is ever 0, and there is
// nothing to skip. Of an even scalar, n - scalar is odd, and its multiple the opposite point.
//
// No addition but the last of the windows meets two points that are the same or opposite:
//
// Windows. Four signed bits make a digit d, odd and at most 15 in size; A, the digits before it, is
// odd too, so that 16*A + d and 16*A - d are not 0. Before the last digit |16*A| + 15 is less than
// n: the points differ. In the last addition 16*A + d is k, which is not 0 modulo n, while 16*A -
// d, k - 2d, may be n: the point is to be doubled (k = n - 2 is one).
//
// Combs. Column i is D_i, the sum of b_(i+52j) * 2^(52j) over the teeth j. With A, what the columns
// before come to, the step i makes 2*A + 2^26*D_(i+26), the columns of the second comb, and then
// adds D_i. A and D are odd: so 2*A and 2^26*D are not the same or opposite numbers, nor are that
// sum, which is even, and D_i. Modulo n, which is odd, the first may not be either, whose sum and
// difference are even and less than 2*n. Of the second, the sum is k in the last step, and the
// difference k - 2*D_0, which is n for the 16 odd k that are n - 2*|D_0| alone: none of those has
// that D_0 for its own last column, which a test looks at. In the steps before, k being less than
// 2^256, both are less than 2^208 * (2^(48-i) + 2^28), and so less than n: there is no exception
// here.
//
// A doubling has no exception, since n is odd.
#include "platform/software/p256/multiply.h"

#include "platform/software/p256/base_table.h"

namespace tls_se::p256 {
namespace {

constexpr size_t kWindowBits = 4;
constexpr size_t kWindows = 256 / kWindowBits;
constexpr size_t kOddMultiples = size_t{1} << (kWindowBits - 1);  // 1, 3, ... 15

/// The bits k_(i+1) of the above, with the 1 of the last.
class SignedBits {
 public:
  SignedBits(const Number& odd, size_t count) {
    for (size_t i = 0; i < kWords; ++i) {
      const uint32_t above = i + 1 < kWords ? odd.words[i + 1] : 0;
      words_[i] = odd.words[i] >> 1 | above << 31;
    }
    words_[kWords] = 0;
    words_[(count - 1) / 32] |= uint32_t{1} << (count - 1) % 32;
  }
  SignedBits(const SignedBits&) = delete;
  SignedBits& operator=(const SignedBits&) = delete;
  ~SignedBits() { wipe(words_, sizeof words_); }

  [[nodiscard]] uint32_t from(size_t bit) const { return words_[bit / 32] >> bit % 32; }

 private:
  uint32_t words_[kWords + 1];
};

/// Which of a table's points, and whether its opposite.
struct Digit {
  uint32_t index;
  Mask negative;
};

/// `bits`, the highest of which is the sign.
Digit digit_of(uint32_t bits, size_t count) {
  const Mask negative = ~mask_of_bit(bits >> (count - 1));
  return {(bits ^ negative) & ((1u << (count - 1)) - 1), negative};
}

Digit window(const SignedBits& bits, size_t i) {
  return digit_of(bits.from(kWindowBits * i), kWindowBits);
}

Digit column(const SignedBits& bits, size_t i) {
  uint32_t teeth = 0;
  for (size_t j = 0; j < kTeeth; ++j) teeth |= (bits.from(i + kSpacing * j) & 1) << j;
  return digit_of(teeth, kTeeth);
}

void look_up(AffinePoint& found, const AffinePoint* table, uint32_t size, const Digit& digit) {
  select(found, table, size, digit.index);
  negate_if(digit.negative, found.y);
}

void look_up_base(AffinePoint& found, size_t comb, const Digit& digit) {
  look_up(found, kBaseTable[comb], kCombSize, digit);
}

using OddMultiples = AffinePoint[kOddMultiples];

/// All additions are of 2P, on the curve that has (X, Y) of it for a point: (x, y) there is (x/Z^2,
/// y/Z^3) here. One inverse is enough, since each sum's Z is the one before times a known ratio.
void make_odd_multiples(OddMultiples& multiples, const AffinePoint& point) {
  Element ratios[kOddMultiples];
  Element inverse, power;
  Point sum;
  to_jacobian(sum, point);
  double_point(sum);
  const AffinePoint twice = {sum.x, sum.y};
  inverse = sum.z;
  square(power, sum.z);
  multiply(sum.x, point.x, power);
  multiply(power, power, sum.z);
  multiply(sum.y, point.y, power);
  sum.z = kOne;
  multiples[0] = point;
  for (size_t i = 1; i < kOddMultiples; ++i) {
    add_other(sum, twice, ratios[i]);
    multiples[i] = {sum.x, sum.y};
  }
  multiply(inverse, inverse, sum.z);
  invert(inverse, inverse);
  for (size_t i = kOddMultiples - 1; i > 0; --i) {
    scale(multiples[i], inverse);
    multiply(inverse, inverse, ratios[i]);
  }
}

/// Gives whether it was even, and made odd.
Mask make_odd(Number& scalar) {
  const Mask even = ~mask_of_bit(scalar.words[0]);
  complement_if(even, scalar);
  return even;
}

}  // namespace

void multiply_base(Point& product, const Scalar& scalar) {
  Wiped<Scalar> odd;
  Wiped<AffinePoint> next;
  static_cast<Scalar&>(odd) = scalar;
  const Mask negative = make_odd(odd);
  const SignedBits bits(odd, kTeeth * kSpacing);
  static_assert(kCombs == 2);
  look_up_base(next, 1, column(bits, kSpacing - 1));
  to_jacobian(product, next);
  for (size_t i = kColumns - 1;; --i) {
    look_up_base(next, 0, column(bits, i));
    add_other(product, next);
    if (i == 0) break;
    double_point(product);
    look_up_base(next, 1, column(bits, i - 1 + kColumns));
    add_other(product, next);
  }
  negate_if(negative, product.y);
}

void multiply(Point& product, const AffinePoint& point, const Scalar& scalar) {
  Wiped<Scalar> odd;
  Wiped<AffinePoint> next;
  OddMultiples multiples;  // of what is no secret
  make_odd_multiples(multiples, point);
  static_cast<Scalar&>(odd) = scalar;
  const Mask negative = make_odd(odd);
  const SignedBits bits(odd, kWindowBits * kWindows);
  look_up(next, multiples, kOddMultiples, window(bits, kWindows - 1));
  to_jacobian(product, next);
  for (size_t i = kWindows - 1; i-- > 0;) {
    for (size_t j = 0; j < kWindowBits; ++j) double_point(product);
    look_up(next, multiples, kOddMultiples, window(bits, i));
    if (i > 0) add_other(product, next);
  }
  add_last(product, next);
  negate_if(negative, product.y);
}

void multiply_public(Point& sum, const Scalar& a, const Scalar& b, const AffinePoint& point) {
  multiply(sum, point, b);
  if (is_zero(a)) return;
  AffinePoint other;
  to_affine(other, sum);
  multiply_base(sum, a);
  add_last(sum, other);
}

}  // namespace tls_se::p256
