#include "text/quoted.h"

#include <algorithm>

#include "text/hex.h"

namespace tls_se {

std::string quoted(const Bytes& bytes) {
  const auto is_plain = [](uint8_t c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (!std::ranges::all_of(bytes, is_plain)) return to_hex(bytes);
  return '"' + std::string(bytes.begin(), bytes.end()) + '"';
}

}  // namespace tls_se
