// For tests: DER put together from its parts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tls_se {

using DerBytes = std::vector<uint8_t>;

inline DerBytes operator+(DerBytes a, const DerBytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// An element, its length in the shortest form.
inline DerBytes element(uint8_t tag, const DerBytes& contents) {
  const size_t size = contents.size();
  DerBytes header = {tag};
  if (size >= 0x100) {
    header.insert(header.end(), {0x82, static_cast<uint8_t>(size >> 8)});
  } else if (size >= 0x80) {
    header.push_back(0x81);
  }
  header.push_back(static_cast<uint8_t>(size));
  return header + contents;
}
inline DerBytes element(uint8_t tag, std::string_view text) {
  return element(tag, DerBytes(text.begin(), text.end()));
}

}  // namespace tls_se
