// The product of two words, in a time that does not depend on them.
//
// Where TLS_SE_MUL32 is defined it is made of 16-bit halves by the multiplication of 32 bits alone:
// a Cortex-M0+ has no other, and libgcc's __aeabi_lmul branches there on a carry; and on a
// Cortex-M3 UMULL, UMLAL, SMULL and SMLAL end early if an operand is small (Cortex-M3 Technical
// Reference Manual, section 3.3.1), where MUL never does.
#pragma once

#include <cstdint>

#if defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_7M__) || defined(__ARM_ARCH_8M_BASE__)
#undef TLS_SE_MUL32
#define TLS_SE_MUL32 1
#endif

namespace tls_se::p256 {

#ifdef TLS_SE_MUL32

inline uint64_t multiply_words(uint32_t a, uint32_t b) {
  const uint32_t a_low = a & 0xffff, a_high = a >> 16;
  const uint32_t b_low = b & 0xffff, b_high = b >> 16;
  const uint32_t low = a_low * b_low;
  const uint32_t cross = a_low * b_high + (low >> 16);  // less than 2^32
  const uint32_t middle = a_high * b_low + (cross & 0xffff);
  const uint32_t high = a_high * b_high + (cross >> 16) + (middle >> 16);
  return uint64_t{high} << 32 | (middle << 16 | (low & 0xffff));
}

inline int64_t multiply_signed(int32_t a, int32_t b) {
  const uint32_t excess = (static_cast<uint32_t>(a >> 31) & static_cast<uint32_t>(b)) +
                          (static_cast<uint32_t>(b >> 31) & static_cast<uint32_t>(a));
  return static_cast<int64_t>(multiply_words(static_cast<uint32_t>(a), static_cast<uint32_t>(b)) -
                              (uint64_t{excess} << 32));
}

#else

inline uint64_t multiply_words(uint32_t a, uint32_t b) { return uint64_t{a} * b; }
inline int64_t multiply_signed(int32_t a, int32_t b) { return int64_t{a} * b; }

#endif

}  // namespace tls_se::p256
