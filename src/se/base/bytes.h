// A bounds-checked reader and writer over fixed memory, for the presentation language of RFC 8446
// section 3. The reader carries its own error: after the first overrun every further operation does
// nothing, so that a parser reads like the struct in the RFC and asks once at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tls_se {

// A function takes a view by reference: by value GCC for Cortex-M stores both of its words to the
// stack and loads them again (docs/architecture.md has the figure).
using Bytes = std::span<const uint8_t>;
using MutableBytes = std::span<uint8_t>;

/// True if both are of one length and hold the same bytes. Not for secrets: secret.h has one for
/// them.
[[nodiscard]] bool same_bytes(const Bytes& a, const Bytes& b);

/// Copies `from` to where there is room for it; the two may overlap.
void copy_bytes(uint8_t* to, const Bytes& from);
inline void copy_bytes(const MutableBytes& to, const Bytes& from) { copy_bytes(to.data(), from); }

[[nodiscard]] uint16_t load_u16(const uint8_t* p);
[[nodiscard]] uint32_t load_u24(const uint8_t* p);

constexpr void store_u16(uint8_t* p, size_t value) {
  p[0] = static_cast<uint8_t>(value >> 8);
  p[1] = static_cast<uint8_t>(value);
}

constexpr void store_u32(uint8_t* p, uint32_t value) {
  store_u16(p, value >> 16);
  store_u16(p + 2, value & 0xffff);
}

/// Reads big-endian numbers and vectors. What it returns after a failure is zero or empty.
class Reader {
 public:
  explicit Reader(const Bytes& bytes)
      : at_(bytes.data()), left_(static_cast<ptrdiff_t>(bytes.size())) {}

  uint8_t u8();
  uint16_t u16();
  uint32_t u24();
  uint32_t u32();
  Bytes bytes(size_t size);
  /// In `size` bytes, up to 4.
  uint32_t number(size_t size);
  /// opaque<0..2^8-1>, opaque<0..2^16-1>, opaque<0..2^24-1>; the length in `length_size` bytes.
  Bytes vector(size_t length_size);
  Bytes vector8();
  Bytes vector16();
  Bytes vector24();

  [[nodiscard]] Bytes rest() const { return {at_, more() ? static_cast<size_t>(left_) : 0}; }
  /// Something is left to read; false after a failure, so that loops end.
  [[nodiscard]] bool more() const { return left_ > 0; }
  [[nodiscard]] bool ok() const { return left_ >= 0; }
  /// No overrun, and nothing is left over: check it before what was read is used.
  [[nodiscard]] bool done() const { return left_ == 0; }

 private:
  const uint8_t* at_;
  ptrdiff_t left_;  // less than nothing after an overrun
};

/// Writes big-endian numbers and vectors into memory of the caller's: of all that is written, the
/// bytes from `start` on for which `window` has room. So a message longer than a record is written
/// anew for each of its records, through a window that moves on.
class Writer {
 public:
  explicit Writer(const MutableBytes& window, size_t start = 0);

  void u8(uint8_t value) { number(value, 1); }
  void u16(uint16_t value) { number(value, 2); }
  void u24(uint32_t value) { number(value, 3); }
  /// In `size` bytes.
  void number(uint32_t value, size_t size);
  void bytes(const Bytes& from);
  /// Begins a vector whose length takes `length_size` bytes, for end_vector() to fill in: the
  /// Vector below does both.
  size_t begin_vector(size_t length_size);
  void end_vector(size_t begin, size_t length_size);

  /// Of everything, whether in the window or not.
  [[nodiscard]] size_t size() const { return size_; }
  /// What is in the window.
  [[nodiscard]] MutableBytes written() const;
  /// The window does not begin at the start.
  [[nodiscard]] bool resumes() const { return start_ != 0; }
  /// Everything is in the window.
  [[nodiscard]] bool fits() const { return start_ == 0 && size_ <= window_.size(); }

 private:
  void put(size_t at, uint8_t byte);
  void put_number(size_t end, uint32_t value, size_t size);

  MutableBytes window_;
  size_t start_;
  size_t size_ = 0;
};

/// A vector in the presentation language, whose length is filled in at the end of its scope.
class Vector {
 public:
  Vector(Writer& writer, size_t length_size)
      : writer_(writer), length_size_(length_size), begin_(writer.begin_vector(length_size)) {}
  Vector(const Vector&) = delete;
  Vector& operator=(const Vector&) = delete;
  ~Vector() { writer_.end_vector(begin_, length_size_); }

 private:
  Writer& writer_;
  size_t length_size_;
  size_t begin_;
};

}  // namespace tls_se
