#include "counter.h"

#include "ticks.h"

namespace tls_se {
namespace {

constexpr uint32_t kPaint = 0x5ec0de5e;

extern "C" uint32_t stack_limit[];

uint32_t of_counting = 0;  // what count() adds by itself

/// All below this function's caller; nothing interrupts.
[[gnu::always_inline]] inline volatile uint32_t* paint_stack() {
  uint32_t* end;
  asm volatile("mov %0, sp" : "=r"(end));
  for (volatile uint32_t* at = stack_limit; at < end; ++at) *at = kPaint;
  return end;
}

uint32_t used_below(const volatile uint32_t* end) {
  const volatile uint32_t* at = stack_limit;
  while (at < end && *at == kPaint) ++at;
  return static_cast<uint32_t>(end - at) * sizeof(uint32_t);
}

uint32_t not_wiped_below(const volatile uint32_t* end) {
  uint32_t words = 0;
  for (const volatile uint32_t* at = stack_limit; at < end; ++at) {
    const uint32_t word = *at;
    words += word != kPaint && word != 0;
  }
  return words * sizeof(uint32_t);
}

/// 2 + 2 * (100 << shift) instructions.
template <int shift>
void known_loop() {
  asm volatile(
      ".syntax unified\n"
      "movs r3, #100\n"
      "lsls r3, r3, %0\n"
      "1: subs r3, r3, #1\n"
      "bne 1b\n"
      :
      : "I"(shift)
      : "r3", "cc");
}

template <int shift>
bool counts_known_loop() {
  Counter counter;
  counter.count([] { known_loop<shift>(); });
  return counter.sum().instructions == 2 + 2 * (100u << shift);
}

}  // namespace

[[gnu::noinline]] void Counter::run(void (*work)(const void*), const void* context) {
  const volatile uint32_t* const end = paint_stack();
  const uint32_t before = read_ticks();
  work(context);
  const uint32_t ticks = read_ticks() - before;
  sum_.instructions += instructions_in(ticks) - of_counting;
  if (const uint32_t used = used_below(end); used > sum_.stack) sum_.stack = used;
  if (const uint32_t left = not_wiped_below(end); left > sum_.left) sum_.left = left;
}

bool start_counting() {
  start_ticks();
  Counter counter;
  counter.count([] {});
  of_counting = counter.sum().instructions;
  return counts_known_loop<1>() && counts_known_loop<2>() && counts_known_loop<8>();
}

bool count_long_loop(Counter& counter) {
  counter.count([] { known_loop<16>(); });
  return true;
}

}  // namespace tls_se
