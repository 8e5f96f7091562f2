// Prints for each item, or for those whose names hold the command line, its name, instructions and
// stack, separated by tabs.
#include "items.h"
#include "semihosting.h"

namespace tls_se {

int run();

namespace {

bool begins_with(const char* text, const char* part) {
  for (; *part != 0; ++part) {
    if (*text++ != *part) return false;
  }
  return true;
}

bool holds(const char* text, const char* part) {
  for (; !begins_with(text, part); ++text) {
    if (*text == 0) return false;
  }
  return true;
}

bool report(const Item& item) {
  Counter counter;
  semihosting::print(item.name);
  for (uint32_t i = 0; i < item.times; ++i) {
    if (!item.run(counter)) {
      semihosting::print(" has failed\n");
      return false;
    }
  }
  semihosting::print("\t");
  semihosting::print(counter.sum().instructions / item.times);
  semihosting::print("\t");
  semihosting::print(counter.sum().stack);
  semihosting::print("\n");
  return true;
}

}  // namespace

int run() {
  if (!start_counting()) {
    semihosting::print("loops of known length are not counted right\n");
    return 1;
  }
  for (const Item& item : items()) {
    if (holds(item.name, semihosting::command_line()) && !report(item)) return 1;
  }
  return 0;
}

}  // namespace tls_se
