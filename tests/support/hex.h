// For tests: bytes as the specifications print them.
#pragma once

#include <algorithm>
#include <array>
#include <stdexcept>

#include "text/hex.h"

namespace tls_se {

/// The bytes of hexadecimal digits, between which spaces and line ends may stand.
inline std::vector<uint8_t> from_hex(std::string_view text) { return parse_hex(text).value(); }

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
