// The core for any machine: small before fast.
#include "platform/software/p256/field.h"
#include "platform/software/p256/word.h"

namespace tls_se::p256 {
namespace {

/// -= p, unless that makes it less than nothing; `carry` is its ninth word.
void reduce_once(Number& number, uint32_t carry) {
  Number reduced;
  const uint32_t borrow = subtract(reduced, number, kPrime);
  move_if(mask_of_bit(carry | (borrow ^ 1)), number, reduced);
}

class Accumulator {
 public:
  /// += a * word
  void add_product(const Number& a, uint32_t word) {
    uint64_t carry = 0;
    for (size_t i = 0; i < kWords; ++i) {
      carry += multiply_words(a.words[i], word) + words_[i];
      words_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    carry += words_[kWords];
    words_[kWords] = static_cast<uint32_t>(carry);
    words_[kWords + 1] = static_cast<uint32_t>(carry >> 32);
  }

  /// (+= lowest word * p) /= 2^32. The word times 2^256 - 2^224 is two words from the seventh on.
  void divide() {
    const uint32_t q = words_[0];
    const uint64_t top = (uint64_t{q} << 32) - q;
    const uint32_t multiple[kWords + 2] = {
        0, 0, 0, q, 0, 0, q, static_cast<uint32_t>(top), static_cast<uint32_t>(top >> 32), 0};
    uint64_t carry = 0;
    for (size_t i = 1; i < kWords + 2; ++i) {
      carry += uint64_t{words_[i]} + multiple[i];
      words_[i - 1] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
  }

  void finish(Number& result) {
    for (size_t i = 0; i < kWords; ++i) result.words[i] = words_[i];
    reduce_once(result, words_[kWords]);
  }

 private:
  uint32_t words_[kWords + 2] = {};
};

}  // namespace

void multiply(Element& product, const Element& a, const Element& b) {
  Accumulator sum;
  for (size_t i = 0; i < kWords; ++i) {
    sum.add_product(a, b.words[i]);
    sum.divide();
  }
  sum.finish(product);
}

void square(Element& result, const Element& a) { multiply(result, a, a); }

void add(Element& sum, const Element& a, const Element& b) {
  reduce_once(sum, add(static_cast<Number&>(sum), a, b));
}

void subtract(Element& difference, const Element& a, const Element& b) {
  Number plus_prime;
  const uint32_t borrow = subtract(static_cast<Number&>(difference), a, b);
  add(plus_prime, difference, kPrime);
  move_if(mask_of_bit(borrow), difference, plus_prime);
}

void halve(Element& element) {
  Number prime_if_odd = {};
  move_if(mask_of_bit(element.words[0]), prime_if_odd, kPrime);
  uint32_t above = add(static_cast<Number&>(element), element, prime_if_odd);
  for (size_t i = kWords; i-- > 0;) {
    const uint32_t word = element.words[i];
    element.words[i] = above << 31 | word >> 1;
    above = word;
  }
}

void select(AffinePoint& found, const AffinePoint* table, uint32_t size, uint32_t index) {
  found = {};
  for (uint32_t i = 0; i < size; ++i) {
    const Mask wanted = mask_if_zero(i ^ index);
    for (size_t j = 0; j < kWords; ++j) {
      found.x.words[j] |= table[i].x.words[j] & wanted;
      found.y.words[j] |= table[i].y.words[j] & wanted;
    }
  }
}

}  // namespace tls_se::p256
