// What functions leave where their stack was: paint it, call them, and look.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace tls_se::test {

inline constexpr size_t kPaintedStack = 8192;
inline constexpr uint8_t kPaint = 0xa5;

[[gnu::noinline]] inline void paint_stack() {
  uint8_t below[kPaintedStack];
  std::fill_n(below, kPaintedStack, kPaint);
  asm volatile("" : : "r"(below) : "memory");
}

/// What is there now, the deepest first. To be called from where paint_stack() was.
[[gnu::noinline]] inline void read_stack(std::array<uint8_t, kPaintedStack>& left) {
  uint8_t below[kPaintedStack];
  asm volatile("" : "=m"(below) : "r"(below));
  std::memcpy(left.data(), below, sizeof below);
}

/// How many of the secret's words, as they are or with their bytes turned, are among what is left,
/// at any address.
inline size_t words_left(const std::array<uint8_t, kPaintedStack>& left,
                         const std::vector<uint8_t>& secret) {
  size_t found = 0;
  for (size_t at = 0; at + 4 <= secret.size(); at += 4) {
    std::array<uint8_t, 4> word, turned;
    std::copy_n(&secret[at], 4, word.data());
    std::reverse_copy(word.begin(), word.end(), turned.begin());
    const auto holds = [&](const std::array<uint8_t, 4>& wanted) {
      return std::search(left.begin(), left.end(), wanted.begin(), wanted.end()) != left.end();
    };
    found += holds(word) || holds(turned) ? 1 : 0;
  }
  return found;
}

}  // namespace tls_se::test
