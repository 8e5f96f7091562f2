#include "se/base/bytes.h"

#include <cstring>

namespace tls_se {

bool same_bytes(const Bytes& a, const Bytes& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

void copy_bytes(const MutableBytes& to, const Bytes& from) {
  if (!from.empty()) std::memmove(to.data(), from.data(), from.size());
}

Bytes Reader::bytes(size_t size) {
  if (size > rest_.size()) {
    ok_ = false;
    rest_ = {};
    return {};
  }
  const Bytes head = rest_.first(size);
  rest_ = rest_.subspan(size);
  return head;
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
Bytes Reader::vector8() { return bytes(number(1)); }
Bytes Reader::vector16() { return bytes(number(2)); }
Bytes Reader::vector24() { return bytes(number(3)); }

MutableBytes Writer::reserve(size_t size) {
  if (!ok_ || size > memory_.size() - size_) {
    ok_ = false;
    return {};
  }
  const MutableBytes room = memory_.subspan(size_, size);
  size_ += size;
  return room;
}

void Writer::number(uint32_t value, size_t size) {
  const MutableBytes room = reserve(size);
  for (size_t i = room.size(); i-- > 0; value >>= 8) room[i] = static_cast<uint8_t>(value);
}

void Writer::u8(uint8_t value) { number(value, 1); }
void Writer::u16(uint16_t value) { number(value, 2); }
void Writer::u24(uint32_t value) { number(value, 3); }

void Writer::bytes(const Bytes& from) {
  const MutableBytes room = reserve(from.size());
  if (ok_) copy_bytes(room, from);
}

}  // namespace tls_se
