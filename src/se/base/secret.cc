#include "se/base/secret.h"

#include <cstring>

namespace tls_se {

void wipe(void* memory, size_t size) {
  if (size == 0) return;
  std::memset(memory, 0, size);
  // The memory escapes here, so that the stores above can't be dropped as dead.
  asm volatile("" : : "r"(memory) : "memory");
}

bool equal_in_constant_time(const Bytes& a, const Bytes& b) {
  if (a.size() != b.size()) return false;
  uint8_t difference = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<uint8_t>(a[i] ^ b[i]);
    asm volatile("" : "+r"(difference));  // no early exit, whatever the optimiser sees
  }
  return difference == 0;
}

}  // namespace tls_se
