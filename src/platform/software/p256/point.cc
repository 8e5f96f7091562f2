// Formulas: Cohen, Miyaji and Ono, "Efficient elliptic curve exponentiation using mixed
// coordinates" (1998), and for a = -3 the factors of M that IEEE 1363 A.10.4 has. Renes, Costello
// and Batina's complete ones would need 11 products and more where these need 11 and, of the
// doublings, which are most of the work, 8. Their completeness is not missed:
// multiply.cc shows that its loops meet no exception but in their last addition.
#include "platform/software/p256/point.h"

namespace tls_se::p256 {
namespace {

constexpr Element kB = {{{0x29c4bddf, 0xd89cdf62, 0x78843090, 0xacf005cd, 0xf7212ed6, 0xe5a220ab,
                          0x04874834, 0xdc30061d}}};

}  // namespace

void to_jacobian(Point& point, const AffinePoint& affine) { point = {affine.x, affine.y, kOne}; }

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

/// H = X2*Z1^2 - X1, R = Y2*Z1^3 - Y1: X' = R^2 - H^3 - 2*X1*H^2, Y' = R(X1*H^2 - X') - Y1*H^3, Z'
/// = Z1*H.
void add_other(Point& point, const AffinePoint& other, Element& ratio) {
  Element r, t, h;
  square(t, point.z);
  multiply(h, other.x, t);
  multiply(t, t, point.z);
  multiply(r, other.y, t);
  subtract(h, h, point.x);
  subtract(r, r, point.y);
  multiply(point.z, point.z, h);
  ratio = h;
  square(t, h);
  multiply(h, h, t);              // H^3
  multiply(t, point.x, t);        // X1*H^2
  multiply(point.y, point.y, h);  // Y1*H^3
  square(point.x, r);
  subtract(point.x, point.x, h);
  subtract(point.x, point.x, t);
  subtract(point.x, point.x, t);
  subtract(t, t, point.x);
  multiply(r, r, t);
  subtract(point.y, r, point.y);
}

/// Of the same point H and R are 0, and so are Z' and X' = R^2.
void add_last(Point& point, const AffinePoint& other) {
  Point twice = point;
  double_point(twice);
  add_other(point, other);
  const Mask is_same = is_zero(point.z) & is_zero(point.x);
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

void scale(AffinePoint& point, const Element& z) {
  Element power;
  square(power, z);
  multiply(point.x, point.x, power);
  multiply(power, power, z);
  multiply(point.y, point.y, power);
}

void to_affine(AffinePoint& affine, const Point& point) {
  Element inverse;
  invert(inverse, point.z);
  affine = {point.x, point.y};
  scale(affine, inverse);
}

}  // namespace tls_se::p256
