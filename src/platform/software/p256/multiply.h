// Multiples of points. Of secret scalars the time and the addresses tell nothing.
#pragma once

#include "platform/software/p256/point.h"
#include "platform/software/p256/scalar.h"

namespace tls_se::p256 {

/// Bytes of stack below what calls multiply_base or multiply, on 32-bit machines: no less than any
/// core takes with -Os, -O2 or -O3, as scripts/constant-time-cores sees.
inline constexpr size_t kStackOfBase = 1024;
inline constexpr size_t kStackOfMultiply = 1920;

/// scalar * G, of a scalar in [1, n-1].
void multiply_base(Point& product, const Scalar& scalar);

/// scalar * point, of a scalar in [1, n-1] and a point of the curve.
void multiply(Point& product, const AffinePoint& point, const Scalar& scalar);

/// a * G + b * point, infinity too, of a scalar below n and one in [1, n-1], neither of them a
/// secret.
void multiply_public(Point& sum, const Scalar& a, const Scalar& b, const AffinePoint& point);

}  // namespace tls_se::p256
