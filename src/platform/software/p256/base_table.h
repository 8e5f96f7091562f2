// Multiples of the base point G for a comb (C. H. Lim and P. J. Lee, "More flexible exponentiation
// with precomputation", 1994) whose digits are 1 and -1, never 0.
//
// Made by scripts/p256_table, which has the three numbers too; a test compares it with libcrypto.
// With one comb instead of two, 1 KB less, keys and signatures take a quarter more.
#pragma once

#include "platform/software/p256/point.h"

namespace tls_se::p256 {

inline constexpr size_t kTeeth = 5;
inline constexpr size_t kSpacing = 52;  // bits from one tooth to the next
inline constexpr size_t kCombs = 2;     // which share that distance
inline constexpr size_t kColumns = kSpacing / kCombs;
static_assert(kTeeth * kSpacing > 256 && kSpacing % kCombs == 0);

inline constexpr size_t kCombSize = size_t{1} << (kTeeth - 1);

/// Of the comb c and i: the point 2^(26*c) * (2^(52*4) + the sum, over j < 4, of 2^(52*j) if the
/// bit j of i is set, and minus that if it is not) * G.
extern const AffinePoint kBaseTable[kCombs][kCombSize];

}  // namespace tls_se::p256
