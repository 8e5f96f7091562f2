#include "secrets.h"

namespace tls_se {
namespace {

using p256::kOrder;
using p256::kPrime;
using p256::Number;

constexpr uint32_t kOnes = 0xffffffff;

constexpr Number with_low_word(Number number, uint32_t word) {
  number.words[0] = word;
  return number;
}

constexpr Number all_words(uint32_t word) {
  return {{word, word, word, word, word, word, word, word}};
}

constexpr Number kCases[kOddCases] = {
    {},
    {{1}},
    {{2}},
    all_words(kOnes),
    with_low_word(kOrder, kOrder.words[0] - 1),
    with_low_word(kOrder, kOrder.words[0] - 2),
    kOrder,
    with_low_word(kOrder, kOrder.words[0] + 1),
    with_low_word(kPrime, kPrime.words[0] - 1),
    kPrime,
    {{0, 0, 0, 0, 0, 0, 0, 0x80000000}},
    {{0, 0, 0, 0, 1, 0, 0, 0}},
    {{0, 0x10000, 0, 0, 0, 0, 0, 0}},
    {{kOnes, kOnes, kOnes, kOnes, 0, 0, 0, 0}},
    {{0, 0, 0, 0, kOnes, kOnes, kOnes, kOnes}},
    all_words(0x55555555),
    all_words(0x80808080),
    all_words(0x0000ffff),
};

uint32_t random_word(uint32_t& state) {  // xorshift
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

Number random_number(uint32_t number) {
  uint32_t state = 2463534242u + number * 2654435769u;  // never 0 for fewer than 2^20
  for (int i = 0; i < 8; ++i) random_word(state);
  Number result;
  for (uint32_t& word : result.words) {
    word = random_word(state);
    if (number % 4 == 0) word &= random_word(state) & random_word(state) & random_word(state);
  }
  return result;
}

Number number_of(const std::array<uint8_t, 32>& bytes) {
  Number number;
  p256::load(number, bytes);
  return number;
}

}  // namespace

std::array<uint8_t, 32> secret(uint32_t number) {
  std::array<uint8_t, 32> bytes;
  p256::store(bytes, number < kOddCases ? kCases[number] : random_number(number));
  return bytes;
}

p256::Element element_of(const std::array<uint8_t, 32>& bytes) {
  const Number number = number_of(bytes);
  p256::Element element = {number};
  if (!p256::is_less(number, kPrime)) p256::subtract(static_cast<Number&>(element), number, kPrime);
  return element;
}

p256::Scalar scalar_of(const std::array<uint8_t, 32>& bytes) {
  p256::Scalar scalar;
  p256::to_scalar(scalar, number_of(bytes));
  return scalar;
}

std::array<uint8_t, 32> private_key_of(const std::array<uint8_t, 32>& bytes) {
  p256::Scalar scalar = scalar_of(bytes);
  if (p256::is_zero(scalar)) scalar.words[0] = 1;
  std::array<uint8_t, 32> key;
  p256::store(key, scalar);
  return key;
}

}  // namespace tls_se
