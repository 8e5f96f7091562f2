// Does each operation with as many secrets as the command line says, and prints its name and how
// many instructions it takes, separated by a tab; or, and fails, two numbers that differ and of
// which secrets they are, or what is left on the stack. With `planted` in front of that number,
// those that are planted.
#include "operations.h"
#include "secrets.h"
#include "semihosting.h"

namespace tls_se {

int run();

namespace {

using semihosting::print;

/// Gives what follows the part.
const char* skip(const char* text, const char* part) {
  const char* at = text;
  for (; *part != 0; ++part) {
    if (*at++ != *part) return text;
  }
  return at;
}

uint32_t number_in(const char* text) {
  uint32_t number = 0;
  for (; *text >= '0' && *text <= '9'; ++text) number = number * 10 + (*text - '0');
  return number;
}

/// Bytes: registers and return addresses of what wipes, and of what calls that.
constexpr uint32_t kMayBeLeft = 144;

void print_difference(const Operation& operation, uint32_t first, uint32_t other, uint32_t which) {
  print(operation.name);
  print("\t");
  print(first);
  print(" instructions with secret 0 and ");
  print(other);
  print(" with secret ");
  print(which);
  print("\n");
}

void print_left(const Operation& operation, uint32_t left, uint32_t which) {
  print(operation.name);
  print("\tleaves ");
  print(left);
  print(" bytes on the stack of secret ");
  print(which);
  print("\n");
}

bool is_same_for_all(const Operation& operation, uint32_t secrets) {
  uint32_t first = 0;
  for (uint32_t i = 0; i < secrets; ++i) {
    Counter counter;
    // The second is an odd case with each of the first ones that are, and in another order.
    if (!operation.run(counter, secret(i), secret((i * 5 + 3) % secrets))) {
      print(operation.name);
      print("\thas failed with secret ");
      print(i);
      print("\n");
      return false;
    }
    const uint32_t instructions = counter.sum().instructions;
    if (i == 0) first = instructions;
    if (instructions != first) {
      print_difference(operation, first, instructions, i);
      return false;
    }
    if (operation.wipes && counter.sum().left > kMayBeLeft) {
      print_left(operation, counter.sum().left, i);
      return false;
    }
  }
  print(operation.name);
  print("\t");
  print(first);
  print("\n");
  return true;
}

}  // namespace

int run() {
  if (!start_counting()) {
    print("loops of known length are not counted right\n");
    return 1;
  }
  const char* const text = semihosting::command_line();
  const char* const number = skip(text, "planted ");
  bool are_same = true;
  for (const Operation& operation : number == text ? operations() : planted_operations())
    are_same &= is_same_for_all(operation, number_in(number));
  return are_same ? 0 : 1;
}

}  // namespace tls_se
