#include "platform/software/aes/aes128.h"

#include <bit>

namespace tls_se {
namespace {

/// The affine map's constant, of which each bit is a plane of ones or of zeros.
constexpr unsigned kAffine = 0x63;

constexpr uint32_t plane_of(unsigned byte, size_t bit) { return 0u - (byte >> bit & 1); }

/// ShiftRows undone: row r by r columns to the right.
constexpr uint32_t unshift_rows(uint32_t x) {
  return (x & 0x000000ff) | (x << 2 & 0x0000fc00) | (x >> 6 & 0x00000300) | (x << 4 & 0x00f00000) |
         (x >> 4 & 0x000f0000) | (x << 6 & 0xc0000000) | (x >> 2 & 0x3f000000);
}

/// Rotates the columns of each row.
template <unsigned columns>
inline uint32_t rotate_columns(uint32_t x) {
  constexpr unsigned kBits = 2 * columns;
  uint32_t low = 0x01010101u * (0xff >> kBits);
  asm("" : "+r"(low));  // one constant in a register, for GCC would load ~low too
  return (x >> kBits & low) | (x << (8 - kBits) & ~low);
}

inline uint32_t swap_halves(uint32_t x) {
#ifdef __ARM_ARCH_6M__  // else GCC spends a register on the distance
  asm("rev16 %0, %1\n\trev %0, %0" : "=l"(x) : "l"(x));
  return x;
#else
  return std::rotr(x, 16);
#endif
}

// MixColumns adds to a byte those of the rows below it, in its own column. In an odd round, whose
// ShiftRows has not been done, a row's column is one further on than that of the row above.
template <bool is_odd>
inline uint32_t row_below(uint32_t x) {
  return std::rotr(is_odd ? rotate_columns<1>(x) : x, 8);
}
template <bool is_odd>
inline uint32_t two_rows_below(uint32_t x) {
  return swap_halves(is_odd ? rotate_columns<2>(x) : x);
}

/// ShiftRows, MixColumns and AddRoundKey. Of the column a it makes 2 (a + b) + b + (c + d), with b,
/// c and d the rows below.
template <bool is_odd>
[[gnu::noinline]] void end_round(AesPlanes& planes, const AesPlanes& key) {
  const auto load = [&](size_t i) { return is_odd ? planes[i] : shift_rows_twice(planes[i]); };
  uint32_t below = row_below<is_odd>(load(7));
  const uint32_t top_sum = load(7) ^ below;
  uint32_t undoubled = below ^ two_rows_below<is_odd>(top_sum) ^ key[7];
#pragma GCC unroll 7
  for (size_t i = 7; i > 0; --i) {
    uint32_t plane = load(i - 1);
    asm("" : "+r"(plane));  // not before its time: registers are few
    below = row_below<is_odd>(plane);
    const uint32_t sum = plane ^ below;
    undoubled ^= sum;
    planes[i] = undoubled;
    undoubled = below ^ two_rows_below<is_odd>(sum) ^ key[i - 1];
  }
  planes[0] = undoubled ^ top_sum;
  // FIPS 197 section 4.2.1: doubled, bit 7 comes back as 1b.
  planes[1] ^= top_sum;
  planes[3] ^= top_sum;
  planes[4] ^= top_sum;
}

/// Without MixColumns.
[[gnu::noinline]] void end_last_round(AesPlanes& planes, const AesPlanes& key) {
#pragma GCC unroll 8
  for (size_t i = 0; i < 8; ++i) planes[i] = shift_rows_twice(planes[i]) ^ key[i];
}

void load_blocks(AesPlanes& planes, const AesBlock& one, const AesBlock& other) {
  for (size_t column = 0; column < 4; ++column) {
    planes[2 * column] = little_endian(one.columns[column]);
    planes[2 * column + 1] = little_endian(other.columns[column]);
  }
  transpose(planes);
}

}  // namespace

void SoftwareAes128::load(std::span<const uint8_t, kAes128KeySize> key) {
  expand(key);
  wipe_aes_stack();
  is_loaded_ = true;
}

// FIPS 197 section 5.2, for all four columns of a round key at once.
[[gnu::noinline]] void SoftwareAes128::expand(std::span<const uint8_t, kAes128KeySize> key) {
  AesBlock block;
  AesPlanes planes, substituted;
  copy_bytes(block.bytes(), key);
  load_blocks(planes, block, block);
  round_keys_[0] = planes;
  unsigned rcon = 1;
  for (size_t round = 1; round <= kRounds; ++round) {
    substituted = planes;
    substitute_bytes(substituted);
    for (size_t bit = 0; bit < 8; ++bit) {
      // RotWord and SubWord of the last column, for the first.
      uint32_t first = (std::rotr(substituted[bit], 8) ^ plane_of(kAffine, bit)) >> 6 & 0x03030303;
      first ^= plane_of(rcon, bit) & 0x03;
      // Each column is the sum of those before it.
      uint32_t plane = planes[bit];
      plane ^= plane << 2 & 0xfcfcfcfc;
      plane ^= plane << 4 & 0xf0f0f0f0;
      plane ^= first * 0x55;
      planes[bit] = plane;
      plane ^= plane_of(kAffine, bit);
      round_keys_[round][bit] = round % 2 == 1 ? unshift_rows(plane) : plane;
    }
    rcon = rcon << 1 ^ (rcon >> 7) * 0x11b;
  }
  wipe(&block, sizeof block);
  wipe_planes(planes);
  wipe_planes(substituted);
}

void SoftwareAes128::clear() {
  wipe(&round_keys_, sizeof round_keys_);
  is_loaded_ = false;
}

void SoftwareAes128::encrypt(AesBlock& one, AesBlock& other) const {
  AesPlanes planes;
  load_blocks(planes, one, other);
  const AesPlanes* key = round_keys_.data();
#pragma GCC unroll 8
  for (size_t i = 0; i < 8; ++i) planes[i] ^= (*key)[i];
  for (size_t pairs = kRounds / 2;;) {
    substitute_bytes(planes);
    end_round<true>(planes, *++key);
    substitute_bytes(planes);
    ++key;
    if (--pairs == 0) break;
    end_round<false>(planes, *key);
  }
  end_last_round(planes, *key);
  transpose(planes);
  for (size_t column = 0; column < 4; ++column) {
    one.columns[column] = little_endian(planes[2 * column]);
    other.columns[column] = little_endian(planes[2 * column + 1]);
  }
  wipe_planes(planes);
}

void SoftwareAes128::encrypt(std::span<const uint8_t, kAesBlockSize> in,
                             std::span<uint8_t, kAesBlockSize> out) const {
  AesBlock block, unused{};
  copy_bytes(block.bytes(), in);
  encrypt(block, unused);
  copy_bytes(out, block.bytes());
  wipe(&block, sizeof block);
  wipe(&unused, sizeof unused);
  wipe_aes_stack();
}

}  // namespace tls_se
