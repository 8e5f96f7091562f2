// For tests of arithmetic on secp256r1: libcrypto's numbers, the ones that carry in odd places, and
// random ones that are the same each time.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <random>
#include <string_view>
#include <vector>

#include "platform/software/p256/number.h"

namespace tls_se {

struct BigNumber {
  BigNumber() : value(BN_new()) {}
  explicit BigNumber(const p256::Number& number) : BigNumber() {
    std::array<uint8_t, 32> bytes;
    p256::store(bytes, number);
    BN_bin2bn(bytes.data(), 32, value.get());
  }
  operator BIGNUM*() const { return value.get(); }

  /// Below 2^256.
  [[nodiscard]] p256::Number number() const {
    std::array<uint8_t, 32> bytes;
    BN_bn2binpad(value.get(), bytes.data(), 32);
    p256::Number result;
    p256::load(result, bytes);
    return result;
  }

 private:
  struct Free {
    void operator()(BIGNUM* number) const { BN_free(number); }
  };
  std::unique_ptr<BIGNUM, Free> value;
};

/// Scratch memory of libcrypto's, for the process.
inline BN_CTX* bn_scratch() {
  static BN_CTX* const scratch = BN_CTX_new();
  return scratch;
}

/// For the process: libcrypto's curve.
inline const EC_GROUP* p256_group() {
  static const EC_GROUP* const group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
  return group;
}

/// Tests take so many random inputs: of each operation 100,000 with TLS_SE_LONG_TESTS. Without it,
/// an operation on points is worth 5 on numbers.
inline int random_rounds() {
#ifdef __SANITIZE_ADDRESS__
  return 1000;
#else
  return std::getenv("TLS_SE_LONG_TESTS") != nullptr ? 100'000 : 20'000;
#endif
}
inline int random_rounds_on_points() {
#ifdef __SANITIZE_ADDRESS__
  return 200;
#else
  return std::getenv("TLS_SE_LONG_TESTS") != nullptr ? 100'000 : 4000;
#endif
}

class RandomNumbers {
 public:
  std::array<uint8_t, 32> bytes() {
    std::array<uint8_t, 32> result;
    for (uint8_t& byte : result) byte = static_cast<uint8_t>(engine_());
    return result;
  }
  p256::Number number() {
    p256::Number result;
    p256::load(result, bytes());
    return result;
  }
  /// In [1, limit).
  p256::Number below(const p256::Number& limit) {
    for (;;) {
      const p256::Number result = number();
      if (p256::is_less(result, limit) && !p256::is_zero(result)) return result;
    }
  }

 private:
  std::mt19937 engine_{20190414};
};

/// The numbers around 0, `modulus` and 2^256, the powers of two and their neighbours, and words
/// that are all zeros or all ones in every order.
inline std::vector<p256::Number> edge_numbers(const p256::Number& modulus) {
  using p256::Number;
  const Number one = {{1}}, zero = {};
  std::vector<Number> numbers;
  const auto add_around = [&](const Number& number) {
    Number around;
    numbers.push_back(number);
    p256::add(around, number, one);
    numbers.push_back(around);
    p256::subtract(around, number, one);
    numbers.push_back(around);
  };
  add_around(zero);
  add_around(modulus);
  for (unsigned bit = 0; bit < 256; ++bit) {
    Number power = {};
    power.words[bit / 32] = 1u << bit % 32;
    add_around(power);
    Number difference;
    p256::subtract(difference, modulus, power);
    numbers.push_back(difference);
  }
  for (unsigned pattern = 0; pattern < 256; ++pattern) {
    Number number;
    for (unsigned i = 0; i < p256::kWords; ++i)
      number.words[i] = (pattern >> i & 1) != 0 ? 0xffffffff : 0;
    numbers.push_back(number);
  }
  return numbers;
}

/// Those of them that are below it.
inline std::vector<p256::Number> edge_numbers_below(const p256::Number& modulus) {
  std::vector<p256::Number> numbers = edge_numbers(modulus);
  std::erase_if(numbers, [&](const auto& number) { return !p256::is_less(number, modulus); });
  return numbers;
}

inline std::string hex_of(const p256::Number& number) {
  char text[65];
  for (size_t i = 0; i < 8; ++i) std::snprintf(text + 8 * i, 9, "%08x", number.words[7 - i]);
  return text;
}

}  // namespace tls_se
