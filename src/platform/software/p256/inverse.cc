// A division step takes (delta, f, g), f odd, to
//
//     (1 - delta, g, (g - f)/2)                  if delta > 0 and g is odd,
//     (1 + delta, f, (g + (g mod 2)*f)/2)        if not.
//
// From (1/2, modulus, number) on, 590 steps make g zero and f plus or minus the gcd: that bound for
// numbers of 256 bits and the start at 1/2 are P. Wuille's (bitcoin-core/safegcd-bounds); the
// paper's own, for a start at 1, is 741. Thirty steps need the lowest 30 bits of f and g alone:
// they are done on words, which yields a matrix, and that is applied to the long f and g, and to d
// and e, of which f = d*number and g = e*number modulo the modulus hold throughout.
#include "platform/software/p256/inverse.h"

#include "platform/software/p256/word.h"

namespace tls_se::p256 {
namespace {

constexpr int kStepsAtOnce = 30;
constexpr int kRounds = 20;  // 600 steps
constexpr uint32_t kLimbMask = 0x3fffffff;

/// Signed: the limbs are in [0, 2^30) but for the last, which has the sign.
struct Limbs {
  int32_t at[kLimbs];
};

/// 2^30 times the matrix of thirty steps: f becomes u*f + v*g, and g becomes q*f + r*g. |u| + |v|
/// and |q| + |r| are at most 2^30.
struct Matrix {
  int32_t u, v, q, r;
};

struct Pair {
  uint32_t f, g;
};

/// A row of the matrix of fifteen steps is in one word, left + right * 2^16, which makes one
/// operation of two. Both are in (-2^15, 2^15]: of the sums |left| + |right| <= 2^15 one of a
/// number alone is the first row's, if no step but the first has turned, and positive.
struct Row {
  int32_t left, right;

  explicit Row(uint32_t packed)
      : left(static_cast<int16_t>(packed - 1) + 1),
        right(static_cast<int16_t>(((packed - static_cast<uint32_t>(left)) >> 16) - 1) + 1) {}
};

/// Of -delta - 1/2, of which the new one is given. Where the two change places, f becomes f + (g -
/// f).
uint32_t step_fifteen(uint32_t zeta, Pair& low, Pair& rows) {
  auto [f, g] = low;
  uint32_t f_row = 1, g_row = uint32_t{1} << 16;
  for (int i = 0; i < kStepsAtOnce / 2; ++i) {
    const Mask positive = hide(static_cast<uint32_t>(static_cast<int32_t>(zeta) >> 31));
    const Mask odd = mask_of_bit(g);
    g += ((f ^ positive) - positive) & odd;
    g_row += ((f_row ^ positive) - positive) & odd;
    const Mask turned = positive & odd;
    zeta = (zeta ^ turned) - 1;
    f += g & turned;
    f_row += g_row & turned;
    g >>= 1;
    f_row <<= 1;
  }
  low = {f, g};
  rows = {f_row, g_row};
  return zeta;
}

uint32_t step_thirty(uint32_t zeta, Pair low, Matrix& matrix) {
  Pair rows;
  zeta = step_fifteen(zeta, low, rows);
  const Row f1(rows.f), g1(rows.g);
  zeta = step_fifteen(zeta, low, rows);
  const Row f2(rows.f), g2(rows.g);
  matrix.u = f2.left * f1.left + f2.right * g1.left;
  matrix.v = f2.left * f1.right + f2.right * g1.right;
  matrix.q = g2.left * f1.left + g2.right * g1.left;
  matrix.r = g2.left * f1.right + g2.right * g1.right;
  return zeta;
}

/// (a*x + b*y + multiple*modulus)/2^30, which is whole; without a modulus, (a*x + b*y)/2^30.
void combine(Limbs& result, int32_t a, const Limbs& x, int32_t b, const Limbs& y, int32_t multiple,
             const Modulus* modulus) {
  int64_t sum = 0;
  for (size_t i = 0; i < kLimbs; ++i) {
    sum += multiply_signed(a, x.at[i]) + multiply_signed(b, y.at[i]);
    if (modulus != nullptr) sum += multiply_signed(multiple, modulus->limbs[i]);
    if (i > 0) result.at[i - 1] = static_cast<int32_t>(static_cast<uint32_t>(sum) & kLimbMask);
    sum >>= 30;
  }
  result.at[kLimbs - 1] = static_cast<int32_t>(sum);
}

int32_t sign_of(const Limbs& limbs) {
  return static_cast<int32_t>(hide(static_cast<uint32_t>(limbs.at[kLimbs - 1] >> 31)));
}

/// Which multiple of the modulus makes a*x + b*y divisible by 2^30 and keeps the quotient above -2
/// moduli and below one: a negative number counts as the one that is a modulus greater, so that
/// |a| + |b| <= 2^30 of numbers within one modulus are summed; and less than 2^30 are taken away.
int32_t multiple_of_modulus(int32_t a, const Limbs& x, int32_t b, const Limbs& y,
                            const Modulus& modulus) {
  const int32_t kept = (a & sign_of(x)) + (b & sign_of(y));
  const uint32_t low = static_cast<uint32_t>(a) * static_cast<uint32_t>(x.at[0]) +
                       static_cast<uint32_t>(b) * static_cast<uint32_t>(y.at[0]);
  const uint32_t excess = (modulus.inverse * low + static_cast<uint32_t>(kept)) & kLimbMask;
  return kept - static_cast<int32_t>(excess);
}

/// Each of the two in the place of itself.
void apply(const Matrix& matrix, Limbs& x, Limbs& y, const Modulus* modulus) {
  const auto multiple = [&](int32_t a, int32_t b) {
    return modulus != nullptr ? multiple_of_modulus(a, x, b, y, *modulus) : 0;
  };
  Limbs new_x;
  combine(new_x, matrix.u, x, matrix.v, y, multiple(matrix.u, matrix.v), modulus);
  combine(y, matrix.q, x, matrix.r, y, multiple(matrix.q, matrix.r), modulus);
  x = new_x;
}

/// limbs = (limbs ^ sign) - sign + (modulus if that is less than nothing)
void negate_and_lift(Limbs& limbs, int32_t sign, const Modulus& modulus) {
  const auto carry_over = [&] {
    for (size_t i = 0; i + 1 < kLimbs; ++i) {
      limbs.at[i + 1] += limbs.at[i] >> 30;
      limbs.at[i] &= static_cast<int32_t>(kLimbMask);
    }
  };
  for (int32_t& limb : limbs.at) limb = (limb ^ sign) - sign;
  carry_over();
  const int32_t negative = sign_of(limbs);
  for (size_t i = 0; i < kLimbs; ++i) limbs.at[i] += modulus.limbs[i] & negative;
  carry_over();
}

Limbs limbs_of(const Number& number) {
  Limbs limbs;
  uint64_t bits = 0;
  size_t taken = 0;
  int have = 0;
  for (int32_t& limb : limbs.at) {
    if (have < kStepsAtOnce && taken < kWords) {
      bits |= uint64_t{number.words[taken++]} << have;
      have += 32;
    }
    limb = static_cast<int32_t>(static_cast<uint32_t>(bits) & kLimbMask);
    bits >>= 30;
    have -= 30;
  }
  return limbs;
}

void number_of(const Limbs& limbs, Number& number) {
  uint64_t bits = 0;
  size_t taken = 0;
  int have = 0;
  for (uint32_t& word : number.words) {
    while (have < 32 && taken < kLimbs) {
      bits |= uint64_t{static_cast<uint32_t>(limbs.at[taken++])} << have;
      have += 30;
    }
    word = static_cast<uint32_t>(bits);
    bits >>= 32;
    have -= 32;
  }
}

}  // namespace

void invert(Number& inverse, const Number& number, const Modulus& modulus) {
  Limbs f, g = limbs_of(number), d = {}, e = {{1}};
  for (size_t i = 0; i < kLimbs; ++i) f.at[i] = modulus.limbs[i];
  uint32_t zeta = 0u - 1;  // delta is 1/2
  for (int round = 0; round < kRounds; ++round) {
    Matrix matrix;
    zeta =
        step_thirty(zeta, {static_cast<uint32_t>(f.at[0]), static_cast<uint32_t>(g.at[0])}, matrix);
    apply(matrix, d, e, &modulus);
    apply(matrix, f, g, nullptr);
  }
  negate_and_lift(d, 0, modulus);
  negate_and_lift(d, sign_of(f), modulus);
  number_of(d, inverse);
}

}  // namespace tls_se::p256
