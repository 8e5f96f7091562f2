// Numbers of 256 bits in eight words, the lowest first. Nothing here branches on a number or takes
// an address from one: a condition is a mask, all ones or all zeros.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "se/base/secret.h"

namespace tls_se::p256 {

inline constexpr size_t kWords = 8;
inline constexpr size_t kNumberBytes = 32;

struct Number {
  uint32_t words[kWords];
};

using Mask = uint32_t;

/// All ones if the lowest bit is set.
inline Mask mask_of_bit(uint32_t bit) { return hide(0u - (bit & 1)); }
inline Mask mask_if_zero(uint32_t word) {
  return hide(static_cast<uint32_t>(static_cast<int32_t>(~word & (word - 1)) >> 31));
}

/// Big-endian, as in SEC 1 section 2.3.7.
void load(Number& number, std::span<const uint8_t, kNumberBytes> bytes);
void store(std::span<uint8_t, kNumberBytes> bytes, const Number& number);

/// Gives the carry, 0 or 1. Any two of the three may be one.
uint32_t add(Number& sum, const Number& a, const Number& b);
/// Gives the borrow, 0 or 1.
uint32_t subtract(Number& difference, const Number& a, const Number& b);

/// `to` becomes `from` where the mask is set.
void move_if(Mask mask, Number& to, const Number& from);

[[nodiscard]] Mask is_zero(const Number& number);
[[nodiscard]] Mask is_equal(const Number& a, const Number& b);
[[nodiscard]] Mask is_less(const Number& a, const Number& b);

/// A fact about a secret that its owner finds out in any case: a key is out of range, a check has
/// failed. All that is ever told of a secret goes through here, where a test can see it.
[[nodiscard]] bool reveal(Mask mask);

/// Wipes itself when it goes.
template <typename T>
struct Wiped : T {
  Wiped() {}  // NOLINT: of no value before it is written
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { wipe(static_cast<T*>(this), sizeof(T)); }
};

/// The functions below a call leave intermediate values where their stack was: this wipes it. Most
/// functions here have temporaries; a wipe in each would cost a tenth of the time. So many bytes
/// where pointers have four; frames of 64-bit machines are longer.
template <size_t kBytes>
void wipe_stack() {
  wipe_stack_below<sizeof(void*) == 4 ? kBytes : kBytes * 3 / 2>();
}

}  // namespace tls_se::p256
