// Multiples of points. Of secret scalars the time and the addresses tell nothing.
#pragma once

#include "platform/software/p256/point.h"
#include "platform/software/p256/scalar.h"

namespace tls_se::p256 {

/// scalar * G, of a scalar in [1, n-1].
void multiply_base(Point& product, const Scalar& scalar);

/// scalar * point, of a scalar in [1, n-1] and a point of the curve.
void multiply(Point& product, const AffinePoint& point, const Scalar& scalar);

/// a * G + b * point, infinity too, of scalars that are no secret: it is faster for knowing them.
void multiply_public(Point& sum, const Scalar& a, const Scalar& b, const AffinePoint& point);

}  // namespace tls_se::p256
