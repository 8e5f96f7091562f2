// For programs that valgrind's memcheck runs, for which secrets are memory of no value (the method
// of ctgrind, by Adam Langley): it complains of a branch on one, and of an address made of one.
#pragma once

#include <valgrind/memcheck.h>

#include <cstdio>

#include "se/base/bytes.h"

namespace tls_se {

inline void poison(const Bytes& secret) {
  static_cast<void>(VALGRIND_MAKE_MEM_UNDEFINED(secret.data(), secret.size()));
}
/// Tells memcheck that this may be known.
inline void publish(const Bytes& result) {
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(result.data(), result.size()));
}
inline bool published(bool fact) {
  static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(&fact, sizeof fact));
  return fact;
}

// What must not be done with a secret.
inline bool branch_on(uint8_t secret) {
  volatile bool taken = false;
  if (secret == 2) taken = true;
  return taken;
}
inline uint8_t look_up(uint8_t secret) {
  static const volatile uint8_t kTable[] = {9, 8, 7, 6};
  return kTable[secret % 4];
}

/// Of a program that has done what it should, or has not: said, and its exit code. 0: memcheck has
/// nothing to say; 1: it has; 2: this has not gone as it should.
inline int verdict(bool is_right) {
  int result = 2;
  if (is_right && RUNNING_ON_VALGRIND != 0) result = VALGRIND_COUNT_ERRORS == 0 ? 0 : 1;
  std::puts(result == 0 ? "no complaint" : result == 1 ? "memcheck complains" : "failed");
  return result;
}

}  // namespace tls_se
