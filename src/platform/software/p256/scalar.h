// Numbers modulo n, the order of the curve (FIPS 186-4 section D.1.2.3). There are few operations
// on them, so they are in their plain form, and small before fast.
#pragma once

#include "platform/software/p256/number.h"

namespace tls_se::p256 {

inline constexpr Number kOrder = {{0xfc632551, 0xf3b9cac2, 0xa7179e84, 0xbce6faad, 0xffffffff,
                                   0xffffffff, 0x00000000, 0xffffffff}};

/// Less than n.
struct Scalar : Number {};

/// All ones if the number is in [1, n-1].
[[nodiscard]] Mask is_in_range(const Number& number);

/// Any number of 256 bits, modulo n.
void to_scalar(Scalar& scalar, const Number& number);

// The result may be an argument.
void multiply(Scalar& product, const Scalar& a, const Scalar& b);
void add(Scalar& sum, const Scalar& a, const Scalar& b);
/// n - scalar where the mask is set, which is n and no scalar if that is 0.
void complement_if(Mask mask, Number& scalar);
/// 1/x; of 0 it is 0.
void invert(Scalar& inverse, const Scalar& scalar);

}  // namespace tls_se::p256
