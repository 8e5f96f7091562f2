// From reset to run().
#include <cstdint>

#include "semihosting.h"

namespace tls_se {
/// Gives the status to exit with.
int run();
}  // namespace tls_se

extern "C" {

extern uint32_t data_begin[], data_end[], bss_begin[], bss_end[], stack_top[];
extern const uint32_t data_in_flash[];
using Constructor = void (*)();
extern const Constructor init_array_begin[], init_array_end[];

[[noreturn]] void start() {
  const uint32_t* from = data_in_flash;
  for (uint32_t* to = data_begin; to < data_end; ++to) *to = *from++;
  for (uint32_t* to = bss_begin; to < bss_end; ++to) *to = 0;
  for (const Constructor* run = init_array_begin; run < init_array_end; ++run) (*run)();
  tls_se::semihosting::exit(tls_se::run());
}

[[noreturn]] void fault() {
  tls_se::semihosting::print("fault\n");
  tls_se::semihosting::exit(1);
}

[[noreturn]] void __cxa_pure_virtual() { fault(); }

}  // extern "C"

namespace {

struct Vectors {
  uint32_t* stack;
  void (*handlers[15])();
};

[[gnu::section(".vectors"), gnu::used]] constexpr Vectors kVectors = {
    stack_top,
    {start, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault,
     fault, fault}};

}  // namespace
