// SHA-256, FIPS 180-4.
#pragma once

#include <bit>

#include "platform/software/sha2/sha2.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

struct Sha256Numbers {
  using Word = uint32_t;
  static const std::array<Word, 64> kConstants;

  // Section 4.1.2. Rotations of rotations: so many bits, and no copy of the word for each.
  static constexpr Word big_sigma_0(Word x) {
    return std::rotr(std::rotr(std::rotr(x, 9) ^ x, 11) ^ x, 2);
  }
  static constexpr Word big_sigma_1(Word x) {
    return std::rotr(std::rotr(std::rotr(x, 14) ^ x, 5) ^ x, 6);
  }
  static constexpr Word small_sigma_0(Word x) {
    return std::rotr(std::rotr(x, 11) ^ x, 7) ^ (x >> 3);
  }
  static constexpr Word small_sigma_1(Word x) {
    return std::rotr(std::rotr(x, 2) ^ x, 17) ^ (x >> 10);
  }
};

extern template class RunningSha2<Sha256Numbers>;

class SoftwareSha256 : private RunningSha2<Sha256Numbers> {
 public:
  void start();
  using RunningSha2::update;
  void finish(std::span<uint8_t, kSha256Size> digest) { RunningSha2::finish(digest); }
};

static_assert(std::is_trivially_copyable_v<SoftwareSha256>);
static_assert(sizeof(SoftwareSha256) == 104 && sizeof(SoftwareSha256) <= sizeof(Sha256State) &&
              alignof(SoftwareSha256) <= alignof(Sha256State));

}  // namespace tls_se
