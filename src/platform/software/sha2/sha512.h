// SHA-384 and SHA-512, FIPS 180-4: for the signatures of certificates that have them.
#pragma once

#include <bit>

#include "platform/software/sha2/sha2.h"

namespace tls_se {

struct Sha512Numbers {
  using Word = uint64_t;
  static const std::array<Word, 80> kConstants;

  // Section 4.1.3.
  static constexpr Word big_sigma_0(Word x) {
    return std::rotr(std::rotr(std::rotr(x, 5) ^ x, 6) ^ x, 28);
  }
  static constexpr Word big_sigma_1(Word x) {
    return std::rotr(std::rotr(std::rotr(x, 23) ^ x, 4) ^ x, 14);
  }
  static constexpr Word small_sigma_0(Word x) {
    return std::rotr(std::rotr(x, 7) ^ x, 1) ^ (x >> 7);
  }
  static constexpr Word small_sigma_1(Word x) {
    return std::rotr(std::rotr(x, 42) ^ x, 19) ^ (x >> 6);
  }
};

extern template class RunningSha2<Sha512Numbers>;

class SoftwareSha512 : private RunningSha2<Sha512Numbers> {
 public:
  void start();
  void start_384();
  using RunningSha2::update;
  /// 64 bytes; 48 if it was started as SHA-384.
  using RunningSha2::finish;
};

static_assert(std::is_trivially_copyable_v<SoftwareSha512>);

}  // namespace tls_se
