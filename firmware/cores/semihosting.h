// What the host does for the image: Arm's semihosting, which needs no device of the board.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tls_se::semihosting {

void print(const char* text);
void print(uint32_t number);
[[noreturn]] void exit(int status);

/// What was given to QEMU as `-semihosting-config arg=...`, or nothing.
const char* command_line();

}  // namespace tls_se::semihosting
