// What a program under qemu-arm needs in place of a C library.
#pragma once

#include <cstddef>
#include <cstdint>

/// A system call of Linux.
inline int call_system(int number, int first, const void* second = nullptr, size_t third = 0) {
  register int r0 asm("r0") = first;
  register const void* r1 asm("r1") = second;
  register size_t r2 asm("r2") = third;
  register int r7 asm("r7") = number;
  asm volatile("svc 0" : "+r"(r0) : "r"(r1), "r"(r2), "r"(r7) : "memory");
  return r0;
}

[[noreturn]] inline void leave(int code) {
  call_system(248, code);
  __builtin_unreachable();
}

void run();

extern "C" {
__attribute__((naked)) void _start();
void _start() { asm("bl _Z3runv"); }

void* memset(void* to, int value, size_t size) {
  auto* const bytes = static_cast<volatile uint8_t*>(to);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(value);
  return to;
}

void* memcpy(void* to, const void* from, size_t size) {
  auto* const words = static_cast<volatile uint32_t*>(to);
  const auto* const source = static_cast<const uint32_t*>(from);
  if ((reinterpret_cast<uintptr_t>(to) | reinterpret_cast<uintptr_t>(from) | size) % 4 == 0) {
    for (size_t i = 0; i < size / 4; ++i) words[i] = source[i];
    return to;
  }
  auto* const bytes = static_cast<volatile uint8_t*>(to);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<const uint8_t*>(from)[i];
  return to;
}

void* memmove(void* to, const void* from, size_t size) { return memcpy(to, from, size); }
}
