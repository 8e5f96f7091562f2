// The nRF51's TIMER0 (nRF51 Series Reference Manual, chapter 18): 32 bits at 16 MHz.
#include "ticks.h"

namespace tls_se {
namespace {

constexpr uintptr_t kTimer = 0x40008000;

volatile uint32_t& timer(uintptr_t offset) {
  return *reinterpret_cast<volatile uint32_t*>(kTimer + offset);
}

}  // namespace

void start_ticks() {
  timer(0x508) = 3;  // BITMODE: 32
  timer(0x510) = 0;  // PRESCALER: none
  timer(0x000) = 1;  // TASKS_START
}

uint32_t read_ticks() {
  timer(0x040) = 1;     // TASKS_CAPTURE[0]
  return timer(0x540);  // CC[0]
}

// 62.5 ns each.
uint32_t instructions_in(uint32_t ticks) {
  return static_cast<uint32_t>((uint64_t{ticks} * 125 + 128) / 256);
}

}  // namespace tls_se
