// For tests: bytes as the specifications print them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace tls_se {

/// The bytes of hexadecimal digits, between which spaces and line ends may stand.
inline std::vector<uint8_t> from_hex(std::string_view text) {
  std::vector<uint8_t> bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n') continue;
    const size_t digit = std::string_view("0123456789abcdef").find(c);
    if (digit == std::string_view::npos) throw std::invalid_argument("not a lower-case hex digit");
    if (high < 0) {
      high = static_cast<int>(digit);
      continue;
    }
    bytes.push_back(static_cast<uint8_t>(high << 4 | static_cast<int>(digit)));
    high = -1;
  }
  if (high >= 0) throw std::invalid_argument("an odd number of hex digits");
  return bytes;
}

/// As many bytes of hexadecimal digits.
template <size_t size>
std::array<uint8_t, size> array_from_hex(std::string_view text) {
  const std::vector<uint8_t> bytes = from_hex(text);
  if (bytes.size() != size) throw std::invalid_argument("hex digits of another number of bytes");
  std::array<uint8_t, size> array;
  std::ranges::copy(bytes, array.begin());
  return array;
}

/// The bytes of a text, without a zero at the end.
inline std::vector<uint8_t> from_text(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace tls_se
