#include "software/revealed.h"

#include <cstdint>

#include "support/memcheck.h"

// The linker gives this the calls of tls_se::p256::reveal (--wrap), and that the other name.
extern "C" {
bool real_reveal(uint32_t mask) asm("__real__ZN6tls_se4p2566revealEj");
bool wrapped_reveal(uint32_t mask) asm("__wrap__ZN6tls_se4p2566revealEj");
bool wrapped_reveal(uint32_t mask) {
  using namespace tls_se;
  if (p256::reveals_quietly) static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(&mask, sizeof mask));
  ++p256::revealed;
  return real_reveal(mask);
}
}
