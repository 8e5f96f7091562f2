#include "platform/software/p256/multiply.h"

#include <gtest/gtest.h>

#include "platform/software/p256/base_table.h"
#include "platform/software/p256/encoding.h"
#include "support/hex.h"
#include "support/p256_reference.h"

namespace tls_se::p256 {
namespace {

using Bytes65 = std::array<uint8_t, kP256PointSize>;
constexpr Bytes65 kInfinity = {};

Bytes65 encoded(const Point& point) {
  if (is_zero(point.z)) return kInfinity;
  AffinePoint affine;
  to_affine(affine, point);
  EXPECT_TRUE(is_on_curve(affine));
  Bytes65 bytes;
  encode_point(bytes, affine);
  return bytes;
}

Bytes65 encoded(const EC_POINT* point) {
  Bytes65 bytes = kInfinity;
  if (!EC_POINT_is_at_infinity(p256_group(), point))
    EC_POINT_point2oct(p256_group(), point, POINT_CONVERSION_UNCOMPRESSED, bytes.data(),
                       bytes.size(), bn_scratch());
  return bytes;
}

class MultiplyTest : public testing::Test {
 protected:
  ~MultiplyTest() override {
    EC_POINT_free(point_);
    EC_POINT_free(product_);
  }

  /// a*G + b*point_, as libcrypto has it; the second if it is given.
  Bytes65 expected(const Number& a, const Number* b = nullptr) {
    const BigNumber factor(b != nullptr ? *b : Number{});
    EC_POINT_mul(p256_group(), product_, BigNumber(a), b != nullptr ? point_ : nullptr, factor,
                 bn_scratch());
    return encoded(product_);
  }
  /// The point is scalar*G from now on.
  void choose_point(const Number& scalar) {
    EC_POINT_mul(p256_group(), point_, BigNumber(scalar), nullptr, nullptr, bn_scratch());
    ASSERT_TRUE(decode_point(affine_, encoded(point_)));
  }

  void check_base(const Number& scalar) {
    Point product;
    multiply_base(product, {scalar});
    ASSERT_EQ(encoded(product), expected(scalar)) << hex_of(scalar);
  }
  void check_point(const Number& scalar) {
    Point product;
    multiply(product, affine_, {scalar});
    ASSERT_EQ(encoded(product), expected({}, &scalar)) << hex_of(scalar);
  }
  void check_public(const Number& a, const Number& b) {
    Point sum;
    multiply_public(sum, {a}, {b}, affine_);
    ASSERT_EQ(encoded(sum), expected(a, &b)) << hex_of(a) << " and " << hex_of(b);
  }

  EC_POINT* const point_ = EC_POINT_new(p256_group());
  EC_POINT* const product_ = EC_POINT_new(p256_group());
  AffinePoint affine_;
  RandomNumbers random_;
};

Number power_of_two(size_t bit) {
  Number number = {};
  number.words[bit / 32] = 1u << bit % 32;
  return number;
}

/// n + 2*digit, of a digit that is less than nothing: where the last addition is of one point to
/// itself, if the digit is the scalar's own last.
std::vector<Number> scalars_that_double(const std::vector<Number>& sizes) {
  std::vector<Number> scalars;
  for (const Number& size : sizes) {
    Number scalar;
    subtract(scalar, kOrder, size);
    subtract(scalar, scalar, size);
    if (is_in_range(scalar)) scalars.push_back(scalar);
  }
  return scalars;
}

/// What 1, 3, ... 15 are to the windows.
std::vector<Number> last_windows() {
  std::vector<Number> sizes;
  for (uint32_t size = 1; size < 16; size += 2) sizes.push_back({{size}});
  return sizes;
}

/// The sums of plus and minus 2^(52j) in the comb's last column, and the like of four teeth.
std::vector<Number> last_columns() {
  std::vector<Number> sizes;
  for (size_t signs = 0; signs < 16; ++signs) {
    Number sum = power_of_two(kSpacing * 4);
    for (size_t j = 0; j < 4; ++j) {
      (signs >> j & 1) != 0 ? add(sum, sum, power_of_two(kSpacing * j))
                            : subtract(sum, sum, power_of_two(kSpacing * j));
    }
    sizes.push_back(sum);
  }
  return sizes;
}

TEST_F(MultiplyTest, TheBaseTableIsThat) {
  for (size_t comb = 0; comb < kCombs; ++comb) {
    for (size_t i = 0; i < kCombSize; ++i) {
      const BigNumber scalar(power_of_two(kSpacing * 4));
      for (size_t j = 0; j < kTeeth - 1; ++j) {
        const BigNumber power(power_of_two(kSpacing * j));
        (i >> j & 1) != 0 ? BN_add(scalar, scalar, power) : BN_sub(scalar, scalar, power);
      }
      BN_lshift(scalar, scalar, static_cast<int>(kColumns * comb));
      Bytes65 entry;
      encode_point(entry, kBaseTable[comb][i]);
      EXPECT_EQ(entry, expected(scalar.number())) << comb << ", " << i;
    }
  }
}

TEST_F(MultiplyTest, OfTheBaseWithScalarsAtTheEdges) {
  for (const Number& scalar : edge_numbers_below(kOrder)) {
    if (!is_zero(scalar)) check_base(scalar);
  }
  const std::vector<Number> near_exceptions = scalars_that_double(last_columns());
  ASSERT_EQ(near_exceptions.size(), 16u);
  for (const Number& scalar : near_exceptions) check_base(scalar);
  for (const Number& scalar : scalars_that_double(last_windows())) check_base(scalar);
}

TEST_F(MultiplyTest, OfTheBaseWithRandomScalars) {
  for (int round = 0; round < random_rounds_on_points(); ++round) check_base(random_.below(kOrder));
}

TEST_F(MultiplyTest, OfAPointWithScalarsAtTheEdges) {
  choose_point(random_.below(kOrder));
  for (const Number& scalar : edge_numbers_below(kOrder)) {
    if (!is_zero(scalar)) check_point(scalar);
  }
  for (const Number& scalar : scalars_that_double(last_windows())) check_point(scalar);
}

TEST_F(MultiplyTest, OfARandomPointWithRandomScalars) {
  for (int round = 0; round < random_rounds_on_points(); ++round) {
    if (round % 16 == 0) choose_point(random_.below(kOrder));
    check_point(random_.below(kOrder));
  }
}

/// Both halves may meet everywhere: so of points that are small multiples of the base, G and -G
/// too.
TEST_F(MultiplyTest, SumsWithScalarsAtTheEdges) {
  std::vector<Number> scalars;
  for (uint32_t small = 0; small < 12; ++small) {
    Number number = {{small}};
    scalars.push_back(number);
    subtract(number, kOrder, number);
    if (small > 0) scalars.push_back(number);
  }
  for (const uint32_t multiple : {1u, 2u, 7u}) {
    Number factor = {{multiple}};
    for (const bool opposite : {false, true}) {
      complement_if(opposite ? ~Mask{0} : 0, factor);
      choose_point(factor);
      for (const Number& a : scalars) {
        for (const Number& b : scalars) {
          if (!is_zero(b)) check_public(a, b);
        }
      }
    }
  }
}

TEST_F(MultiplyTest, ASumOfNothingIsInfinity) {
  const Number scalar = random_.below(kOrder);
  choose_point({{1}});
  Number opposite = scalar;
  complement_if(~Mask{0}, opposite);
  Point sum;
  multiply_public(sum, {scalar}, {opposite}, affine_);
  EXPECT_EQ(encoded(sum), kInfinity);
  AffinePoint affine;
  to_affine(affine, sum);
  EXPECT_FALSE(is_on_curve(affine));
}

TEST_F(MultiplyTest, SumsWithRandomScalars) {
  for (int round = 0; round < random_rounds_on_points(); ++round) {
    if (round % 16 == 0) choose_point(random_.below(kOrder));
    check_public(random_.below(kOrder), random_.below(kOrder));
  }
  for (const Number& scalar : edge_numbers_below(kOrder)) {
    check_public(scalar, random_.below(kOrder));
    if (!is_zero(scalar)) check_public(random_.below(kOrder), scalar);
  }
}

}  // namespace
}  // namespace tls_se::p256
