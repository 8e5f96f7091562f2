// Prints a digest of what a core makes of many numbers, at the edges and random, in every way that
// arguments may be one: two cores that are right print the same. scripts/p256-cores compares.
#include "bare.h"
#include "platform/software/p256/field.h"

namespace tls_se::p256 {
namespace {

uint32_t random_word() {
  static uint32_t state = 12345;  // xorshift
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

uint32_t likely_carry() {
  switch (random_word() % 8) {
    case 0:
      return 0;
    case 1:
      return 0xffffffff;
    case 2:
      return 1;
    case 3:
      return 1u << random_word() % 32;
    default:
      return random_word();
  }
}

Element element() {
  Element result = {};
  for (uint32_t& word : result.words) word = likely_carry();
  if (random_word() % 16 == 0) {
    const Number small = {{1 + random_word() % 4}};
    random_word() % 2 == 0 ? subtract(static_cast<Number&>(result), kPrime, small)
                           : subtract(static_cast<Number&>(result), small, {{1}});
  }
  Number reduced;
  if (subtract(reduced, result, kPrime) == 0) static_cast<Number&>(result) = reduced;
  return result;
}

struct Digest {
  Number sum = {};
  void add(const Element& element) {
    for (size_t i = 0; i < kWords; ++i) sum.words[i] = sum.words[i] * 31 + element.words[i];
  }
  void print() const {
    char text[65];
    for (size_t i = 0; i < 64; ++i)
      text[i] = "0123456789abcdef"[sum.words[7 - i / 8] >> (28 - i % 8 * 4) & 15];
    text[64] = '\n';
    call_system(4, 1, text, sizeof text);
  }
};

/// result = a op b, and the same in the place of each argument, and of both.
void try_all(Digest& digest, void (*operation)(Element&, const Element&, const Element&),
             const Element& a, const Element& b) {
  Element result;
  operation(result, a, b);
  digest.add(result);
  operation(result = a, result, b);
  digest.add(result);
  operation(result = b, a, result);
  digest.add(result);
  operation(result = a, result, result);
  digest.add(result);
}

}  // namespace
}  // namespace tls_se::p256

void run() {
  using namespace tls_se::p256;
  Digest products, squares, sums, differences, halves, selected;
  for (int round = 0; round < 15'000; ++round) {
    const Element a = element(), b = element();
    try_all(products, multiply, a, b);
    try_all(sums, add, a, b);
    try_all(differences, subtract, a, b);
    Element result;
    square(result, a);
    squares.add(result);
    square(result = a, result);
    squares.add(result);
    halve(result = a);
    halves.add(result);
    const AffinePoint table[4] = {{a, b}, {b, a}, {a, a}, {b, b}};
    AffinePoint found;
    select(found, table, 1 + random_word() % 4, random_word() % 4);
    selected.add(found.x);
    selected.add(found.y);
  }
  for (const Digest* digest : {&products, &squares, &sums, &differences, &halves, &selected})
    digest->print();
  leave(0);
}
