// What has to do with secrets.
#pragma once

#include <array>
#include <span>

#include "counter.h"

namespace tls_se {

struct Operation {
  const char* name;
  /// Prepares it for two secrets, which may be one or both of use, and counts it. False if it went
  /// wrong.
  bool (*run)(Counter& counter, const std::array<uint8_t, 32>& a, const std::array<uint8_t, 32>& b);
  /// Whether it leaves nothing where its stack was, but for registers and return addresses.
  bool wipes = false;
};

std::span<const Operation> operations();

/// What takes another number of instructions for some secrets, or leaves them on the stack, to see
/// that it is found.
std::span<const Operation> planted_operations();

}  // namespace tls_se
