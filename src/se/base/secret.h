// Memory for secrets: it wipes itself, can't be copied, and is compared in constant time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "se/base/bytes.h"

namespace tls_se {

/// Overwrites with zeros; the compiler may not leave it out.
void wipe(void* memory, size_t size);
inline void wipe(const MutableBytes& memory) { wipe(memory.data(), memory.size()); }

/// Functions leave intermediate values where their stack was: this wipes so many bytes of it, below
/// the caller's own. A multiple of 16.
template <size_t size>
[[gnu::noinline]] void wipe_stack_below() {
  uint32_t left[size / sizeof(uint32_t)];
  for (size_t i = 0; i < size / sizeof(uint32_t); i += 4) {
    left[i] = left[i + 1] = left[i + 2] = left[i + 3] = 0;
    asm volatile("" : : "r"(left) : "memory");  // not dropped as dead, nor made a memset
  }
}

/// What goes through here is no longer known to the optimiser as a bit or a mask, so that it can't
/// make a branch of it.
inline uint32_t hide(uint32_t value) {
  asm("" : "+r"(value));
  return value;
}

/// Equality whose time depends on the lengths alone.
[[nodiscard]] bool equal_in_constant_time(const Bytes& a, const Bytes& b);

/// `size` bytes of secret: of no value before they are written, all zero when they go.
template <size_t size>
class Secret {
 public:
  Secret() {}  // NOLINT: not zeroed twice
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { clear(); }

  void clear() { wipe(bytes_.data(), size); }
  /// Takes the other's value and wipes the other.
  void take(Secret& other) {
    bytes_ = other.bytes_;
    other.clear();
  }

  [[nodiscard]] std::span<uint8_t, size> bytes() { return bytes_; }
  [[nodiscard]] std::span<const uint8_t, size> bytes() const { return bytes_; }

 private:
  std::array<uint8_t, size> bytes_;
};

}  // namespace tls_se
