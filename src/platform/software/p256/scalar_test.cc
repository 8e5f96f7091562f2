#include "platform/software/p256/scalar.h"

#include <gtest/gtest.h>

#include "support/p256_reference.h"

namespace tls_se::p256 {
namespace {

class ScalarTest : public testing::Test {
 protected:
  void check(const Number& a, const Number& b) {
    const Scalar x = {a}, y = {b};
    const BigNumber big_a(a), big_b(b), expected;
    Scalar result;
    BN_mod_mul(expected, big_a, big_b, order_, bn_scratch());
    multiply(result, x, y);
    ASSERT_TRUE(is_equal(result, expected.number())) << hex_of(a) << " * " << hex_of(b);
    multiply(result = x, result, y);
    ASSERT_TRUE(is_equal(result, expected.number())) << hex_of(a) << " *= " << hex_of(b);
    BN_mod_add(expected, big_a, big_b, order_, bn_scratch());
    add(result, x, y);
    ASSERT_TRUE(is_equal(result, expected.number())) << hex_of(a) << " + " << hex_of(b);
  }

  void check_inverse(const Number& a) {
    Scalar inverse;
    invert(inverse, {a});
    if (is_zero(a)) {
      EXPECT_TRUE(is_zero(inverse));
      return;
    }
    const BigNumber expected;
    BN_mod_inverse(expected, BigNumber(a), order_, bn_scratch());
    ASSERT_TRUE(is_equal(inverse, expected.number())) << hex_of(a);
  }

  const BigNumber order_{kOrder};
  RandomNumbers random_;
};

TEST_F(ScalarTest, TheOrderIsThat) {
  EXPECT_EQ(BN_cmp(order_, EC_GROUP_get0_order(p256_group())), 0);
}

TEST_F(ScalarTest, WhatIsInRange) {
  const Number one = {{1}};
  Number number;
  EXPECT_FALSE(is_in_range({}));
  EXPECT_TRUE(is_in_range(one));
  EXPECT_FALSE(is_in_range(kOrder));
  subtract(number, kOrder, one);
  EXPECT_TRUE(is_in_range(number));
  add(number, kOrder, one);
  EXPECT_FALSE(is_in_range(number));
  subtract(number, {}, one);
  EXPECT_FALSE(is_in_range(number));
  for (const Number& edge : edge_numbers(kOrder)) {
    const BigNumber big(edge);
    EXPECT_EQ(is_in_range(edge) != 0, !BN_is_zero(big) && BN_cmp(big, order_) < 0) << hex_of(edge);
    EXPECT_EQ(is_in_range(edge) + 1 <= 1, true) << "a mask";
  }
}

TEST_F(ScalarTest, AnyNumberModuloTheOrder) {
  for (const Number& edge : edge_numbers(kOrder)) {
    const BigNumber expected;
    BN_mod(expected, BigNumber(edge), order_, bn_scratch());
    Scalar scalar;
    to_scalar(scalar, edge);
    EXPECT_TRUE(is_equal(scalar, expected.number())) << hex_of(edge);
  }
}

TEST_F(ScalarTest, NumbersAtTheEdgesAsLibcryptoHasThem) {
  const std::vector<Number> numbers = edge_numbers_below(kOrder);
  ASSERT_GT(numbers.size(), 1200u);
  for (size_t i = 0; i < numbers.size(); ++i) {
    for (size_t j = i % 13; j < numbers.size(); j += 13) check(numbers[i], numbers[j]);
  }
  for (const Number& a : numbers) check_inverse(a);
}

TEST_F(ScalarTest, RandomNumbersAsLibcryptoHasThem) {
  for (int round = 0; round < random_rounds(); ++round) {
    const Number a = random_.below(kOrder), b = random_.below(kOrder);
    check(a, b);
    check_inverse(a);
  }
}

TEST_F(ScalarTest, TheComplementIsTheRestToTheOrder) {
  const Number a = random_.below(kOrder);
  Number number = a;
  complement_if(0, number);
  EXPECT_TRUE(is_equal(number, a));
  complement_if(~Mask{0}, number);
  EXPECT_FALSE(is_equal(number, a));
  Scalar sum;
  add(sum, Scalar{number}, Scalar{a});
  EXPECT_TRUE(is_zero(sum));
}

}  // namespace
}  // namespace tls_se::p256
