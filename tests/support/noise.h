// For tests: data that shows what is lost, doubled or out of order.
#pragma once

#include <cstddef>
#include <string>

namespace tls_se {

/// As many bytes, of all values and without a period; the same each time.
inline std::string noise(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 2654435761u >> 13);
  return bytes;
}

}  // namespace tls_se
