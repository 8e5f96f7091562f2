#include "se/base/bytes.h"

#include <cstring>

namespace tls_se {

bool same_bytes(const Bytes& a, const Bytes& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

void copy_bytes(uint8_t* to, const Bytes& from) {
  if (!from.empty()) std::memmove(to, from.data(), from.size());
}

uint16_t load_u16(const uint8_t* p) { return static_cast<uint16_t>(p[0] << 8 | p[1]); }
uint32_t load_u24(const uint8_t* p) { return uint32_t{p[0]} << 16 | uint32_t{p[1]} << 8 | p[2]; }

Bytes Reader::bytes(size_t size) {
  if (!ok() || size > static_cast<size_t>(left_)) {
    left_ = -1;
    return {};
  }
  const uint8_t* const head = at_;
  at_ += size;
  left_ -= static_cast<ptrdiff_t>(size);
  return {head, size};
}

uint32_t Reader::number(size_t size) {
  uint32_t value = 0;
  for (const uint8_t byte : bytes(size)) value = value << 8 | byte;
  return value;
}

uint8_t Reader::u8() { return static_cast<uint8_t>(number(1)); }
uint16_t Reader::u16() { return static_cast<uint16_t>(number(2)); }
uint32_t Reader::u24() { return number(3); }
uint32_t Reader::u32() { return number(4); }
Bytes Reader::vector(size_t length_size) { return bytes(number(length_size)); }
Bytes Reader::vector8() { return vector(1); }
Bytes Reader::vector16() { return vector(2); }
Bytes Reader::vector24() { return vector(3); }

Writer::Writer(const MutableBytes& window, size_t start) : window_(window), start_(start) {}

// A position before the window's start wraps around and so is beyond its end.

void Writer::put(size_t at, uint8_t byte) {
  at -= start_;
  if (at < window_.size()) window_[at] = byte;
}

void Writer::bytes(const Bytes& from) {
  for (const uint8_t byte : from) put(size_++, byte);
}

void Writer::number(uint32_t value, size_t size) {
  size_ += size;
  put_number(size_, value, size);
}

void Writer::put_number(size_t end, uint32_t value, size_t size) {
  for (; size != 0; --size, value >>= 8) put(--end, static_cast<uint8_t>(value));
}

size_t Writer::begin_vector(size_t length_size) {
  number(0, length_size);
  return size_;
}

// The length of one that began in an earlier window was filled in there: what is beyond a window is
// counted all the same.
void Writer::end_vector(size_t begin, size_t length_size) {
  put_number(begin, static_cast<uint32_t>(size_ - begin), length_size);
}

MutableBytes Writer::written() const {
  if (size_ < start_) return {};
  const size_t size = size_ - start_;
  return window_.first(size < window_.size() ? size : window_.size());
}

}  // namespace tls_se
