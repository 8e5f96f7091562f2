#include "platform/software/aes/aes_planes.h"

namespace tls_se {
namespace {

/// Swaps the bits of `mask`, so far up in `a`, with those in `b`.
[[gnu::always_inline]] inline void swap_bits(uint32_t& a, uint32_t& b, unsigned distance,
                                             uint32_t mask) {
  const uint32_t differ = ((a >> distance) ^ b) & mask;
  b ^= differ;
  a ^= differ << distance;
}

}  // namespace

void transpose(AesPlanes& words) {
  auto& [a, b, c, d, e, f, g, h] = words;
  swap_bits(a, e, 4, 0x0f0f0f0f);
  swap_bits(b, f, 4, 0x0f0f0f0f);
  swap_bits(c, g, 4, 0x0f0f0f0f);
  swap_bits(d, h, 4, 0x0f0f0f0f);
  swap_bits(a, c, 2, 0x33333333);
  swap_bits(b, d, 2, 0x33333333);
  swap_bits(e, g, 2, 0x33333333);
  swap_bits(f, h, 2, 0x33333333);
  swap_bits(a, b, 1, 0x55555555);
  swap_bits(c, d, 1, 0x55555555);
  swap_bits(e, f, 1, 0x55555555);
  swap_bits(g, h, 1, 0x55555555);
}

// The circuit of 113 gates that Boyar and Peralta found for the S-box ("A small depth-16 circuit
// for the AES S-box", IACR ePrint 2011/332, with Calik's last layer), in their names, less its four
// negations: x0 is bit 7, and y are sums of those for the products in the tower of fields
// GF(((2^2)^2)^2); t21 to t45 invert there; z and s go back, with the affine map. In the order,
// found by search, for which GCC 12 spills least on a Cortex-M0+: 245 instructions, and 275 in
// theirs.
void substitute_bytes(AesPlanes& planes) {
  const uint32_t x3 = planes[4];
  const uint32_t x1 = planes[6];
  const uint32_t x0 = planes[7];
  const uint32_t x2 = planes[5];
  const uint32_t t0 = x2 ^ x1;
  const uint32_t x5 = planes[2];
  const uint32_t x4 = planes[3];
  const uint32_t x6 = planes[1];
  const uint32_t x7 = planes[0];
  const uint32_t y1 = t0 ^ x7;
  const uint32_t y5 = x6 ^ y1;
  const uint32_t y4 = x3 ^ y1;
  const uint32_t y14 = x5 ^ x3;
  const uint32_t y13 = x6 ^ x0;
  const uint32_t y12 = y13 ^ y14;
  const uint32_t y9 = x0 ^ x3;
  const uint32_t t8 = y1 & y5;
  const uint32_t t1 = x4 ^ y12;
  const uint32_t y20 = t1 ^ x1;
  const uint32_t y11 = y9 ^ y20;
  const uint32_t y16 = y11 ^ t0;
  const uint32_t y15 = t1 ^ x5;
  const uint32_t y10 = t0 ^ y15;
  const uint32_t y7 = y11 ^ x7;
  const uint32_t y8 = x0 ^ x5;
  const uint32_t y3 = y5 ^ y8;
  const uint32_t t5 = y4 & x7;
  const uint32_t y17 = y10 ^ y11;
  const uint32_t t2 = y15 & y12;
  const uint32_t y6 = y15 ^ x7;
  const uint32_t y21 = y13 ^ y16;
  const uint32_t t7 = y13 & y16;
  const uint32_t y18 = x0 ^ y16;
  const uint32_t t12 = y9 & y11;
  const uint32_t t9 = t8 ^ t7;
  const uint32_t t3 = y3 & y6;
  const uint32_t t15 = y10 & y8;
  const uint32_t y2 = y1 ^ x0;
  const uint32_t y19 = y8 ^ y10;
  const uint32_t t10 = y7 & y2;
  const uint32_t t4 = t2 ^ t3;
  const uint32_t t13 = y17 & y14;
  const uint32_t t14 = t13 ^ t12;
  const uint32_t t11 = t7 ^ t10;
  const uint32_t t16 = t12 ^ t15;
  const uint32_t t19 = t9 ^ t14;
  const uint32_t t20 = t11 ^ t16;
  const uint32_t t6 = t5 ^ t2;
  const uint32_t t23 = y21 ^ t19;
  const uint32_t t18 = t16 ^ t6;
  const uint32_t t24 = y18 ^ t20;
  const uint32_t t22 = t18 ^ y19;
  const uint32_t t30 = t24 ^ t23;
  const uint32_t t17 = t14 ^ t4;
  const uint32_t t21 = t17 ^ y20;
  const uint32_t t25 = t21 ^ t22;
  const uint32_t t26 = t21 & t23;
  const uint32_t t27 = t26 ^ t24;
  const uint32_t t28 = t25 & t27;
  const uint32_t t31 = t22 ^ t26;
  const uint32_t t29 = t22 ^ t28;
  const uint32_t t32 = t31 & t30;
  const uint32_t t33 = t24 ^ t32;
  const uint32_t t35 = t27 ^ t33;
  const uint32_t z2 = t33 & x7;
  const uint32_t t36 = t35 & t24;
  const uint32_t t34 = t33 ^ t23;
  const uint32_t t37 = t36 ^ t34;
  const uint32_t t38 = t36 ^ t27;
  const uint32_t t44 = t37 ^ t33;
  const uint32_t t39 = t29 & t38;
  const uint32_t z1 = y6 & t37;
  const uint32_t z5 = y7 & t29;
  const uint32_t z11 = y4 & t33;
  const uint32_t t40 = t25 ^ t39;
  const uint32_t t42 = t29 ^ t33;
  const uint32_t t51 = z5 ^ z2;
  const uint32_t z4 = t40 & y1;
  const uint32_t z13 = y5 & t40;
  const uint32_t t43 = t29 ^ t40;
  const uint32_t t48 = z5 ^ z13;
  const uint32_t z9 = t44 & y12;
  const uint32_t t41 = t40 ^ t37;
  const uint32_t z12 = y13 & t43;
  const uint32_t t45 = t42 ^ t41;
  const uint32_t z14 = y2 & t29;
  const uint32_t z7 = y17 & t45;
  const uint32_t z16 = y14 & t45;
  const uint32_t z3 = y16 & t43;
  const uint32_t t50 = z12 ^ z2;
  const uint32_t z17 = t41 & y8;
  const uint32_t z15 = t42 & y9;
  const uint32_t z6 = t42 & y11;
  const uint32_t z10 = y3 & t37;
  const uint32_t t46 = z15 ^ z16;
  const uint32_t t49 = z9 ^ z10;
  const uint32_t z0 = t44 & y15;
  const uint32_t t47 = z11 ^ z10;
  const uint32_t t55 = z16 ^ z17;
  const uint32_t t54 = z7 ^ z6;
  const uint32_t t58 = t46 ^ z4;
  const uint32_t t63 = t58 ^ t49;
  const uint32_t t66 = t63 ^ z1;
  const uint32_t t59 = t54 ^ z3;
  const uint32_t s0 = t59 ^ t63;
  const uint32_t z8 = t41 & y10;
  const uint32_t s4 = t66 ^ t51;
  planes[3] = s4;
  planes[7] = s0;
  const uint32_t t53 = z0 ^ z3;
  const uint32_t t52 = z7 ^ z8;
  const uint32_t t62 = t52 ^ t58;
  const uint32_t t57 = t50 ^ t53;
  const uint32_t t56 = z12 ^ t48;
  const uint32_t t64 = z4 ^ t59;
  const uint32_t s6 = t56 ^ t62;
  const uint32_t s3 = t53 ^ t66;
  const uint32_t s1 = t64 ^ s3;
  const uint32_t t61 = t57 ^ z14;
  planes[1] = s6;
  planes[4] = s3;
  const uint32_t t60 = t57 ^ t46;
  const uint32_t s7 = t60 ^ t48;
  const uint32_t t65 = t61 ^ t62;
  const uint32_t t67 = t64 ^ t65;
  const uint32_t s2 = t55 ^ t67;
  planes[5] = s2;
  const uint32_t s5 = t65 ^ t47;
  planes[6] = s1;
  planes[0] = s7;
  planes[2] = s5;
}

}  // namespace tls_se
