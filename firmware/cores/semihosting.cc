#include "semihosting.h"

namespace tls_se::semihosting {
namespace {

// Semihosting for AArch32 and AArch64, release 2.0, chapter 6.
enum Operation : uint32_t { kWrite0 = 0x04, kGetCmdline = 0x15, kExitExtended = 0x20 };
constexpr uint32_t kApplicationExit = 0x20026;

int call(Operation operation, const void* parameters) {
  register auto r0 asm("r0") = static_cast<uint32_t>(operation);
  register auto r1 asm("r1") = parameters;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return static_cast<int>(r0);
}

}  // namespace

void print(const char* text) { call(kWrite0, text); }

void print(uint32_t number) {
  char digits[11];
  char* at = digits + sizeof digits;
  *--at = 0;
  do {
    *--at = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  print(at);
}

void exit(int status) {
  const uint32_t parameters[] = {kApplicationExit, static_cast<uint32_t>(status)};
  call(kExitExtended, parameters);
  for (;;) {
  }
}

const char* command_line() {
  static char line[128];
  struct {
    char* line;
    size_t size;
  } parameters = {line, sizeof line};
  return call(kGetCmdline, &parameters) == 0 ? line : "";
}

}  // namespace tls_se::semihosting
