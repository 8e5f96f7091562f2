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

/// Reads all entries of the table, whichever is wanted: of each four words at a time, as many as
/// stay in registers. An entry has so many words.
void look_up(uint32_t* found, const uint32_t* table, size_t size, size_t words, uint32_t index) {
  for (size_t at = 0; at < words; at += 4, found += 4) {
    uint32_t w0 = 0, w1 = 0, w2 = 0, w3 = 0;
    const uint32_t* entry = table + at;
    for (uint32_t i = 0; i < size; ++i, entry += words) {
      const Mask wanted = mask_if_zero(i ^ index);
      w0 |= entry[0] & wanted;
      w1 |= entry[1] & wanted;
      w2 |= entry[2] & wanted;
      w3 |= entry[3] & wanted;
    }
    found[0] = w0;
    found[1] = w1;
    found[2] = w2;
    found[3] = w3;
  }
}

void look_up_base(Point& found, const AffinePoint (&comb)[kCombSize], const Digit& digit) {
  look_up(found.x.words, comb[0].x.words, kCombSize, 2 * kWords, digit.index);
  negate_if(digit.negative, found.y);
}

struct OddMultiples {
  Point of[kOddMultiples];
};

void make_odd_multiples(OddMultiples& multiples, const AffinePoint& point) {
  Point twice = {point.x, point.y, kOne};
  multiples.of[0] = twice;
  double_point(twice);
  for (size_t i = 1; i < kOddMultiples; ++i) {
    multiples.of[i] = multiples.of[i - 1];
    add_other(multiples.of[i], twice, Sum::of_jacobian);
  }
}

void look_up_multiple(Point& found, const OddMultiples& multiples, const Digit& digit) {
  look_up(found.x.words, multiples.of[0].x.words, kOddMultiples, 3 * kWords, digit.index);
  negate_if(digit.negative, found.y);
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
  Wiped<Point> next;
  static_cast<Scalar&>(odd) = scalar;
  const Mask negative = make_odd(odd);
  const SignedBits bits(odd, kTeeth * kSpacing);
  static_assert(kCombs == 2);
  look_up_base(product, kBaseTable[1], column(bits, kSpacing - 1));
  product.z = kOne;
  for (size_t i = kColumns - 1;; --i) {
    look_up_base(next, kBaseTable[0], column(bits, i));
    add_other(product, next, Sum::of_affine);
    if (i == 0) break;
    double_point(product);
    look_up_base(next, kBaseTable[1], column(bits, i - 1 + kColumns));
    add_other(product, next, Sum::of_affine);
  }
  negate_if(negative, product.y);
}

void multiply(Point& product, const AffinePoint& point, const Scalar& scalar) {
  Wiped<Scalar> odd;
  Wiped<Point> next;
  OddMultiples multiples;  // of what is no secret
  make_odd_multiples(multiples, point);
  static_cast<Scalar&>(odd) = scalar;
  const Mask negative = make_odd(odd);
  const SignedBits bits(odd, kWindowBits * kWindows);
  look_up_multiple(product, multiples, window(bits, kWindows - 1));
  for (size_t i = kWindows - 1; i-- > 0;) {
    for (size_t j = 0; j < kWindowBits; ++j) double_point(product);
    look_up_multiple(next, multiples, window(bits, i));
    if (i > 0) add_other(product, next, Sum::of_jacobian);
  }
  add_last(product, next, Sum::of_jacobian);
  negate_if(negative, product.y);
}

namespace {

/// Signed digits, each odd and at most 15 in size or 0, of which five in a row have one that is
/// not: the width-5 NAF (IEEE 1363 A.10.6 has the plain one).
class SparseDigits {
 public:
  static constexpr size_t kCount = 257;

  explicit SparseDigits(Number rest) {
    uint32_t above = 0;
    for (int8_t& digit : digits_) {
      digit = 0;
      if (rest.words[0] & 1) {
        const int value = static_cast<int>(rest.words[0] & 31);
        digit = static_cast<int8_t>(value < 16 ? value : value - 32);
        const Number size = {{static_cast<uint32_t>(value < 16 ? value : 32 - value)}};
        if (value < 16)
          subtract(rest, rest, size);
        else
          above = add(rest, rest, size);
      }
      for (size_t i = 0; i < kWords; ++i) {
        const uint32_t next = i + 1 < kWords ? rest.words[i + 1] : above;
        rest.words[i] = rest.words[i] >> 1 | next << 31;
      }
      above = 0;
    }
  }
  [[nodiscard]] int at(size_t i) const { return digits_[i]; }

 private:
  int8_t digits_[kCount];
};

/// Any two points.
void add_public(Point& point, Point& other, bool negative, Sum sum) {
  if (negative) negate_if(~Mask{0}, other.y);
  if (is_zero(point.z)) {
    point = other;
    if (sum == Sum::of_affine) point.z = kOne;
    return;
  }
  add_last(point, other, sum);
}

}  // namespace

/// The doublings that the combs need are the last of those that the other scalar has.
void multiply_public(Point& sum, const Scalar& a, const Scalar& b, const AffinePoint& point) {
  OddMultiples multiples;
  make_odd_multiples(multiples, point);
  const SparseDigits digits(b);
  Number odd = a;
  const bool negative = make_odd(odd);
  const SignedBits bits(odd, kTeeth * kSpacing);
  sum = {};
  for (size_t i = SparseDigits::kCount; i-- > 0;) {
    double_point(sum);
    Point next;
    if (const int digit = digits.at(i); digit != 0) {
      next = multiples.of[static_cast<size_t>(digit < 0 ? -digit : digit) / 2];
      add_public(sum, next, digit < 0, Sum::of_jacobian);
    }
    for (size_t comb = 0; comb < kCombs && i < kColumns; ++comb) {
      const Digit teeth = column(bits, i + kColumns * comb);
      next.x = kBaseTable[comb][teeth.index].x;
      next.y = kBaseTable[comb][teeth.index].y;
      add_public(sum, next, (teeth.negative != 0) != negative, Sum::of_affine);
    }
  }
}

}  // namespace tls_se::p256
