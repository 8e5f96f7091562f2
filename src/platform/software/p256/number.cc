#include "platform/software/p256/number.h"

namespace tls_se::p256 {
void load(Number& number, std::span<const uint8_t, kNumberBytes> bytes) {
  const uint8_t* at = bytes.data() + kNumberBytes;
  for (uint32_t& word : number.words) {
    at -= 4;
    word = uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | at[3];
  }
}

void store(std::span<uint8_t, kNumberBytes> bytes, const Number& number) {
  uint8_t* at = bytes.data() + kNumberBytes;
  for (const uint32_t word : number.words) {
    at -= 4;
    store_u32(at, word);
  }
}

uint32_t add(Number& sum, const Number& a, const Number& b) {
  uint64_t carry = 0;
  for (size_t i = 0; i < kWords; ++i) {
    carry += uint64_t{a.words[i]} + b.words[i];
    sum.words[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  return static_cast<uint32_t>(carry);
}

uint32_t subtract(Number& difference, const Number& a, const Number& b) {
  uint32_t borrow = 0;
  for (size_t i = 0; i < kWords; ++i) {
    const uint64_t word = uint64_t{a.words[i]} - b.words[i] - borrow;
    difference.words[i] = static_cast<uint32_t>(word);
    borrow = static_cast<uint32_t>(word >> 32) & 1;
  }
  return borrow;
}

void move_if(Mask mask, Number& to, const Number& from) {
  for (size_t i = 0; i < kWords; ++i) to.words[i] ^= (to.words[i] ^ from.words[i]) & mask;
}

Mask is_zero(const Number& number) {
  uint32_t any = 0;
  for (const uint32_t word : number.words) any |= word;
  return mask_if_zero(hide(any));
}

Mask is_equal(const Number& a, const Number& b) {
  uint32_t any = 0;
  for (size_t i = 0; i < kWords; ++i) any |= a.words[i] ^ b.words[i];
  return mask_if_zero(hide(any));
}

Mask is_less(const Number& a, const Number& b) {
  Number difference;
  return mask_of_bit(subtract(difference, a, b));
}

}  // namespace tls_se::p256
