// Inverses modulo an odd number of 256 bits by the division steps of D. J. Bernstein and B.-Y.
// Yang, "Fast constant-time gcd computation and modular inversion" (2019): on 32-bit machines a
// fifth of the time of Fermat's x^(p-2) for p, less for n, and one function for both.
#pragma once

#include "platform/software/p256/number.h"

namespace tls_se::p256 {

inline constexpr size_t kLimbs = 9;  // of 30 bits, the lowest first

struct Modulus {
  int32_t limbs[kLimbs];
  uint32_t inverse;  // modulo 2^30
};

/// `number` is less than the modulus, which is a prime; of 0 the result is 0.
void invert(Number& inverse, const Number& number, const Modulus& modulus);

}  // namespace tls_se::p256
