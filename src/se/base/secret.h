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
