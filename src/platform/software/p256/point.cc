// Formulas: Cohen, Miyaji and Ono, "Efficient elliptic curve exponentiation using mixed
// coordinates" (1998), and for a = -3 the factors of M that IEEE 1363 A.10.4 has. Renes, Costello
// and Batina's complete ones would need 14 and 11 products where these need 16, 11 (mixed), and 8:
// of the doublings, which are most of the work, a third more. Their completeness is not missed:
// multiply.cc shows that its loops meet no exception but in their last addition.
#include "platform/software/p256/point.h"

namespace tls_se::p256 {
namespace {

constexpr Element kB = {{{0x29c4bddf, 0xd89cdf62, 0x78843090, 0xacf005cd, 0xf7212ed6, 0xe5a220ab,
                          0x04874834, 0xdc30061d}}};

}  // namespace

/// Scaled by Z/2, so that M is 3(X - Z^2)(X + Z^2)/2: X' = M^2 - 2XY^2, Y' = M(XY^2 - X') - Y^4,
/// Z' = YZ.
void double_point(Point& point) {
  Element m, s, t;
  square(t, point.z);
  multiply(point.z, point.z, point.y);
  subtract(m, point.x, t);
  add(t, point.x, t);
  multiply(m, m, t);
  t = m;
  halve(t);
  add(m, m, t);
  square(t, point.y);
  multiply(s, point.x, t);
  square(t, t);
  square(point.x, m);
  subtract(point.x, point.x, s);
  subtract(point.x, point.x, s);
  subtract(s, s, point.x);
  multiply(m, m, s);
  subtract(point.y, m, t);
}

/// U1 = X1*Z2^2, S1 = Y1*Z2^3, H = X2*Z1^2 - U1, R = Y2*Z1^3 - S1: X' = R^2 - H^3 - 2*U1*H^2,
/// Y' = R(U1*H^2 - X') - S1*H^3, Z' = Z1*Z2*H.
Mask add_other(Point& point, const Point& other, Sum sum) {
  Element h, r, t;
  square(t, point.z);
  multiply(h, other.x, t);
  multiply(t, t, point.z);
  multiply(r, other.y, t);
  if (sum == Sum::of_jacobian) {
    square(t, other.z);
    multiply(point.x, point.x, t);
    multiply(t, t, other.z);
    multiply(point.y, point.y, t);
    multiply(point.z, point.z, other.z);
  }
  subtract(h, h, point.x);
  subtract(r, r, point.y);
  const Mask is_same = is_zero(h) & is_zero(r);
  multiply(point.z, point.z, h);
  square(t, h);
  multiply(h, h, t);              // H^3
  multiply(t, point.x, t);        // U1*H^2
  multiply(point.y, point.y, h);  // S1*H^3
  square(point.x, r);
  subtract(point.x, point.x, h);
  subtract(point.x, point.x, t);
  subtract(point.x, point.x, t);
  subtract(t, t, point.x);
  multiply(r, r, t);
  subtract(point.y, r, point.y);
  return is_same;
}

void add_last(Point& point, const Point& other, Sum sum) {
  Point twice = point;
  double_point(twice);
  const Mask is_same = add_other(point, other, sum);
  move_if(is_same, point.x, twice.x);
  move_if(is_same, point.y, twice.y);
  move_if(is_same, point.z, twice.z);
}

/// y^2 = x^3 - 3x + b
Mask is_on_curve(const AffinePoint& point) {
  Element left, right, t;
  square(left, point.y);
  square(right, point.x);
  multiply(right, right, point.x);
  add(t, point.x, point.x);
  add(t, t, point.x);
  subtract(right, right, t);
  add(right, right, kB);
  return is_equal(left, right);
}

void to_affine(AffinePoint& affine, const Point& point) {
  Element inverse, power;
  invert(inverse, point.z);
  square(power, inverse);
  multiply(affine.x, point.x, power);
  multiply(power, power, inverse);
  multiply(affine.y, point.y, power);
}

}  // namespace tls_se::p256
