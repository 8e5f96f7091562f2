// Points of y^2 = x^3 - 3x + b in Jacobian coordinates: (X/Z^2, Y/Z^3), and infinity where Z is 0.
#pragma once

#include "platform/software/p256/field.h"

namespace tls_se::p256 {

struct AffinePoint {
  Element x, y;
};

struct Point {
  Element x, y, z;
};

/// Of any point, infinity too.
void double_point(Point& point);

enum class Sum : bool { of_jacobian, of_affine };

/// point += other, of whose z nothing is read if that is affine. Right for points that are neither
/// one and the same nor infinity: opposite ones have infinity for their sum. All ones if the two
/// were the same point: of that, `point` is worth nothing then.
Mask add_other(Point& point, const Point& other, Sum sum);

/// The same, for points that may be one. Takes a doubling longer, whether they are or not.
void add_last(Point& point, const Point& other, Sum sum);

/// The equation, which what infinity becomes does not fulfil.
[[nodiscard]] Mask is_on_curve(const AffinePoint& point);

/// Infinity becomes (0, 0).
void to_affine(AffinePoint& affine, const Point& point);

}  // namespace tls_se::p256
