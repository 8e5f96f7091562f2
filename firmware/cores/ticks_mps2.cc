// The CMSDK APB timer 0 (Cortex-M System Design Kit, section 4.5): 32 bits, down, at 25 MHz.
#include "ticks.h"

namespace tls_se {
namespace {

constexpr uintptr_t kTimer = 0x40000000;

volatile uint32_t& timer(uintptr_t offset) {
  return *reinterpret_cast<volatile uint32_t*>(kTimer + offset);
}

}  // namespace

void start_ticks() {
  timer(0x8) = UINT32_MAX;  // RELOAD
  timer(0x4) = UINT32_MAX;  // VALUE
  timer(0x0) = 1;           // CTRL: enable
}

uint32_t read_ticks() { return ~timer(0x4); }

// 40 ns each.
uint32_t instructions_in(uint32_t ticks) {
  return static_cast<uint32_t>((uint64_t{ticks} * 5 + 8) / 16);
}

}  // namespace tls_se
