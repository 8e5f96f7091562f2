// Points of y^2 = x^3 - 3x + b in Jacobian coordinates: (X/Z^2, Y/Z^3), and infinity where Z is 0.
#pragma once

#include "platform/software/p256/field.h"

namespace tls_se::p256 {

struct Point {
  Element x, y, z;
};

void to_jacobian(Point& point, const AffinePoint& affine);

/// Of any point, infinity too.
void double_point(Point& point);

/// point += other. Right for points that are neither one and the same nor infinity: opposite ones
/// have infinity for their sum, and of the same, all is 0. The new z is the old one times the
/// ratio.
void add_other(Point& point, const AffinePoint& other, Element& ratio);
inline void add_other(Point& point, const AffinePoint& other) {
  Element ratio;
  add_other(point, other, ratio);
}

/// The same, for points that may be one. Takes a doubling longer, whether they are or not.
void add_last(Point& point, const AffinePoint& other);

/// (x*z^2, y*z^3)
void scale(AffinePoint& point, const Element& z);

/// The equation, which what infinity becomes does not fulfil.
[[nodiscard]] Mask is_on_curve(const AffinePoint& point);

/// Infinity becomes (0, 0).
void to_affine(AffinePoint& affine, const Point& point);

}  // namespace tls_se::p256
