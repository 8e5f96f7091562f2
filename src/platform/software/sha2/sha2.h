// What the hashes of FIPS 180-4 share: a running hash of eight words and a block. For a chip
// without a hash engine, and for its size: one round is compiled, in a loop. TLS_SE_SHA2_UNROLL=16
// makes sixteen of it, for twice the speed on a host and ten times the code.
//
// No branch and no address depends on the data, and nothing of it stays on the stack.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "se/base/bytes.h"

namespace tls_se {

/// Of no value before start(); a copy forks the hash. `Numbers` are those of one hash: its Word,
/// its constants, its rotations. Whoever owns it wipes it, as finish() leaves the last block there.
template <typename Numbers>
class RunningSha2 {
 public:
  using Word = typename Numbers::Word;
  static constexpr size_t kBlockWords = 16;
  static constexpr size_t kBlockSize = kBlockWords * sizeof(Word);
  using Hash = std::array<Word, 8>;

  void start(const Hash& initial) {
    hash_ = initial;
    size_ = 0;
  }
  void update(const Bytes& data);
  /// As many bytes of the hash as `digest` has: whole words.
  void finish(const MutableBytes& digest);

 private:
  struct Work;
  void compress(Work& work);

  Hash hash_;
  uint64_t size_;  // bytes so far: FIPS 180-4 counts bits, of which there are 2^64 and more
  std::array<Word, kBlockWords> block_;
};

}  // namespace tls_se
