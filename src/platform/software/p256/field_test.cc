#include "platform/software/p256/field.h"

#include <gtest/gtest.h>

#include "support/p256_reference.h"

namespace tls_se::p256 {
namespace {

/// libcrypto's result of an operation modulo p, which takes Montgomery's form to be any numbers.
class FieldTest : public testing::Test {
 protected:
  FieldTest() {
    BN_one(power_);
    BN_lshift(power_, power_, 256);
    BN_mod_inverse(inverse_power_, power_, prime_, bn_scratch());
  }

  void check(const Number& a, const Number& b) {
    const Element x = {a}, y = {b};
    const BigNumber big_a(a), big_b(b), expected;
    Element result;
    const auto expect = [&](const char* what) {
      ASSERT_TRUE(is_equal(result, expected.number()))
          << hex_of(a) << what << hex_of(b) << " = " << hex_of(result);
    };
    BN_mod_add(expected, big_a, big_b, prime_, bn_scratch());
    add(result, x, y);
    expect(" + ");
    in_place([](Element& to, const Element& by) { add(to, to, by); }, x, y, result);
    expect(" += ");
    BN_mod_sub(expected, big_a, big_b, prime_, bn_scratch());
    subtract(result, x, y);
    expect(" - ");
    in_place([](Element& to, const Element& by) { subtract(to, to, by); }, x, y, result);
    expect(" -= ");
    in_place([](Element& by, const Element& from) { subtract(by, from, by); }, y, x, result);
    expect(" =- ");
    BN_mod_mul(expected, big_a, big_b, prime_, bn_scratch());
    BN_mod_mul(expected, expected, inverse_power_, prime_, bn_scratch());
    multiply(result, x, y);
    expect(" * ");
    in_place([](Element& to, const Element& by) { multiply(to, to, by); }, x, y, result);
    expect(" *= ");
    in_place([](Element& to, const Element& by) { multiply(to, by, to); }, y, x, result);
    expect(" =* ");
  }

  void check_one(const Number& a) {
    const Element x = {a};
    const BigNumber big_a(a), expected, two;
    Element result;
    const auto expect = [&](const char* what) {
      ASSERT_TRUE(is_equal(result, expected.number()))
          << what << hex_of(a) << " = " << hex_of(result);
    };
    BN_mod_sqr(expected, big_a, prime_, bn_scratch());
    BN_mod_mul(expected, expected, inverse_power_, prime_, bn_scratch());
    square(result, x);
    expect("square of ");
    result = x;
    square(result, result);
    expect("square in place of ");
    BN_set_word(two, 2);
    BN_mod_inverse(two, two, prime_, bn_scratch());
    BN_mod_mul(expected, big_a, two, prime_, bn_scratch());
    result = x;
    halve(result);
    expect("half of ");
    BN_mod_sub(expected, BigNumber(), big_a, prime_, bn_scratch());
    result = x;
    negate_if(~Mask{0}, result);
    expect("minus ");
    BN_copy(expected, big_a);
    negate_if(0, result = x);
    expect("not minus ");
    to_field(result, a);
    from_field(result, result);
    expect("there and back: ");
    BN_mod_mul(expected, big_a, power_, prime_, bn_scratch());
    to_field(result, a);
    expect("to Montgomery's form: ");
  }

  void check_inverse(const Number& a) {
    Element element, inverse;
    to_field(element, a);
    invert(inverse, element);
    from_field(inverse, inverse);
    if (is_zero(a)) {
      EXPECT_TRUE(is_zero(inverse));
      return;
    }
    const BigNumber expected;
    BN_mod_inverse(expected, BigNumber(a), prime_, bn_scratch());
    ASSERT_TRUE(is_equal(inverse, expected.number())) << hex_of(a);
  }

  const BigNumber prime_{kPrime};
  const BigNumber power_, inverse_power_;
  RandomNumbers random_;

 private:
  template <typename Operation>
  static void in_place(Operation operation, const Element& to, const Element& by, Element& result) {
    result = to;
    operation(result, by);
  }
};

TEST_F(FieldTest, TheConstantsAreThose) {
  EXPECT_EQ(BN_cmp(prime_, BN_get0_nist_prime_256()), 0);
  Element one;
  to_field(one, {{1}});
  EXPECT_TRUE(is_equal(one, kOne));
}

TEST_F(FieldTest, NumbersAtTheEdgesAsLibcryptoHasThem) {
  const std::vector<Number> numbers = edge_numbers_below(kPrime);
  ASSERT_GT(numbers.size(), 1200u);
  for (const Number& a : numbers) check_one(a);
  for (size_t i = 0; i < numbers.size(); ++i) {
    for (size_t j = i % 13; j < numbers.size(); j += 13) check(numbers[i], numbers[j]);
  }
}

TEST_F(FieldTest, RandomNumbersAsLibcryptoHasThem) {
  for (int round = 0; round < random_rounds(); ++round) {
    const Number a = random_.below(kPrime), b = random_.below(kPrime);
    check(a, b);
    check_one(a);
  }
}

TEST_F(FieldTest, InversesAsLibcryptoHasThem) {
  for (const Number& a : edge_numbers_below(kPrime)) check_inverse(a);
  for (int round = 0; round < random_rounds(); ++round) check_inverse(random_.below(kPrime));
}

}  // namespace
}  // namespace tls_se::p256
