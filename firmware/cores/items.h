// What is counted.
#pragma once

#include <span>

#include "counter.h"

namespace tls_se {

struct Item {
  const char* name;
  /// Prepares what it needs and gives the counter what is to be counted. False if that went wrong.
  bool (*run)(Counter& counter);
  /// How often: the mean is told. More than once where it takes another number of instructions each
  /// time.
  uint32_t times = 1;
};

std::span<const Item> items();

}  // namespace tls_se
