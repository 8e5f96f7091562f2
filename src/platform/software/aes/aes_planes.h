// AES (FIPS 197) on bit planes: word i holds bit i of all 32 bytes of two blocks, so that what is
// done to a word is done to all bytes at once, and no table is looked into. Constant time on any
// core.
//
// Bit 8 r + 2 c + b of a word belongs to the byte in row r and column c of block b. The S-box may
// stand anywhere; and so ShiftRows need not move the rows each time, as long as MixColumns knows
// where they are and the round keys are laid out for it. This is fixslicing (Adomnicai and Peyrin,
// IACR ePrint 2020/1123), here with the rows put right in every second round.
#pragma once

#include <array>
#include <cstdint>

namespace tls_se {

using AesPlanes = std::array<uint32_t, 8>;

/// Overwrites with zeros, in few instructions; the compiler may not leave it out.
[[gnu::always_inline]] inline void wipe_planes(AesPlanes& planes) {
  auto& [a, b, c, d, e, f, g, h] = planes;
  a = b = c = d = 0;
  asm volatile("" : : "r"(&planes) : "memory");  // else GCC calls memset
  e = f = g = h = 0;
  asm volatile("" : : "r"(&planes) : "memory");
}

/// From words of a column each, column 0 of block 0, of block 1, column 1 ..., to planes, and back.
void transpose(AesPlanes& words);

/// SubBytes, but for the constant 63 of its affine map (FIPS 197 section 5.1.1): that goes through
/// the rest of a round unchanged, and is in the round keys.
void substitute_bytes(AesPlanes& planes);

/// ShiftRows twice: rows 1 and 3 by two columns.
[[gnu::always_inline]] constexpr uint32_t shift_rows_twice(uint32_t plane) {
  const uint32_t swapped = (plane ^ (plane >> 4)) & 0x0f000f00;
  return plane ^ swapped ^ (swapped << 4);
}

}  // namespace tls_se
