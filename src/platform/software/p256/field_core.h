// What a core has to give: arithmetic modulo p = 2^256 - 2^224 + 2^192 + 2^96 - 1 (FIPS 186-4
// section D.1.2.3). Arguments and results are less than p; any of them may be one. Time and
// addresses depend on no value. A core is one file, field_portable.cc or one of assembler, which
// the build chooses.
//
// Products are Montgomery's: a*b/2^256. Since p is -1 modulo 2^96, the multiple of p that clears a
// word is the word itself, and adding it is additions and no multiplication. The NIST prime's own
// reduction moves as many words, but ends with a multiple of p from -4 to 4 to be found and taken
// away in constant time, where this ends with one subtraction.
#pragma once

#include "platform/software/p256/number.h"

namespace tls_se::p256 {

/// Less than p, in Montgomery's form: x*2^256 stands for x.
struct Element : Number {};

struct AffinePoint {
  Element x, y;
};

void multiply(Element& product, const Element& a, const Element& b);
void square(Element& result, const Element& a);
void add(Element& sum, const Element& a, const Element& b);
void subtract(Element& difference, const Element& a, const Element& b);
void halve(Element& element);

/// found = table[index], of so many entries. Reads all of them, whichever is wanted.
void select(AffinePoint& found, const AffinePoint* table, uint32_t size, uint32_t index);

}  // namespace tls_se::p256
