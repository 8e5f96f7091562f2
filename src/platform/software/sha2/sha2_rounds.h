// The rounds of FIPS 180-4 section 6, for the sources that instantiate them.
#pragma once

#include <bit>
#include <cstring>

#include "platform/software/sha2/sha2.h"

#ifndef TLS_SE_SHA2_UNROLL
#define TLS_SE_SHA2_UNROLL 1
#endif

namespace tls_se {

inline constexpr int kSha2Unroll = TLS_SE_SHA2_UNROLL;
/// Where the word of the next round stands, seen from a.
inline constexpr size_t kSha2Schedule = 16 + 8 - 1;

/// One round works on words a to h. All but a and e are those of the round before, one further on:
/// so the round moves down a word, and none of them moves. The words W of the message schedule
/// stand above, downwards too, so that one pointer does for all. There are two halves of sixteen,
/// which are the same: what is left over from the sixteen before, and what is new, stand where a
/// loop expects them.
template <typename Numbers>
struct RunningSha2<Numbers>::Work {
  Work() {}  // NOLINT: written before it is read
  ~Work() {
    for (size_t i = 0; i < words.size(); i += 4) {
      words[i] = words[i + 1] = words[i + 2] = words[i + 3] = 0;
      asm volatile("" : : "r"(&words) : "memory");  // not dropped as dead, nor made a memset
    }
  }

  // a to h as they move down, W of the rounds to come, W of the rounds before.
  std::array<Word, kBlockWords + 8 + kBlockWords + kBlockWords> words;
};

template <typename Word>
[[gnu::always_inline]] inline Word big_endian(Word word) {
  return std::endian::native == std::endian::little ? std::byteswap(word) : word;
}

// Functions of their own, so that GCC for Cortex-M0+ has its eight registers for each loop alone.

/// Section 6.2.2 step 3, sixteen times. `v` is where a to h are, and sixteen words lower
/// afterwards.
template <typename Numbers, typename Word>
[[gnu::noinline]] void sixteen_rounds(Word* v, const Word* k) {
  const Word* const bottom = v - 16;
  Word b_xor_c = v[1] ^ v[2];
#pragma GCC unroll kSha2Unroll
  do {
    const Word e = v[4], g = v[6];
    Word t1 = *k++ + v[kSha2Schedule];
    t1 += ((v[5] ^ g) & e) ^ g;  // Ch(e, f, g)
    t1 += v[7];
    t1 += Numbers::big_sigma_1(e);
    v[3] += t1;
    const Word a = v[0];
    t1 += Numbers::big_sigma_0(a);
    b_xor_c &= a ^ v[1];
    t1 += b_xor_c ^ v[1];  // Maj(a, b, c)
    b_xor_c = a ^ v[1];
    *--v = t1;
  } while (v != bottom);
}

/// Step 1: the next sixteen words of the schedule take the place of those before.
template <typename Numbers, typename Word>
[[gnu::noinline]] void next_sixteen_words(Word* w) {
#pragma GCC unroll kSha2Unroll
  for (size_t t = 0; t < 16; ++t) {
    const Word next = Numbers::small_sigma_1(w[2]) + w[7] + Numbers::small_sigma_0(w[15]) + w[16];
    w[16] = next;
    *w-- = next;
  }
}

template <typename Word>
[[gnu::noinline]] void copy_eight_words(Word* to, const Word* from) {
  for (size_t i = 0; i < 8; ++i) to[i] = from[i];
}

template <typename Numbers>
void RunningSha2<Numbers>::compress(Work& work) {
  Word* const top = &work.words[kBlockWords];
  Word* const w = top + kSha2Schedule;
  for (size_t t = 0; t < kBlockWords; ++t) {
    Word* const word = w - t;
    word[0] = word[16] = big_endian(block_[t]);
  }
  copy_eight_words(top, hash_.data());
  const Word* k = Numbers::kConstants.data();
  const Word* const end = k + Numbers::kConstants.size();
  for (;;) {
    sixteen_rounds<Numbers>(top, k);
    k += kBlockWords;
    if (k == end) break;
    copy_eight_words(top, top - 16);
    next_sixteen_words<Numbers>(w);
  }
  for (size_t i = 0; i < 8; ++i) hash_[i] += top[i - 16];
}

template <typename Numbers>
void RunningSha2<Numbers>::update(const Bytes& data) {
  Work work;
  const uint8_t* from = data.data();
  size_t left = data.size();
  while (left != 0) {
    const size_t offset = static_cast<size_t>(size_) % kBlockSize;
    const size_t size = left < kBlockSize - offset ? left : kBlockSize - offset;
    copy_bytes(reinterpret_cast<uint8_t*>(block_.data()) + offset, {from, size});
    size_ += size;
    from += size;
    left -= size;
    if (offset + size == kBlockSize) compress(work);
  }
}

template <typename Numbers>
void RunningSha2<Numbers>::finish(const MutableBytes& digest) {
  Work work;
  uint8_t* const block = reinterpret_cast<uint8_t*>(block_.data());
  const size_t end = static_cast<size_t>(size_) % kBlockSize + 1;
  block[end - 1] = 0x80;
  std::memset(block + end, 0, kBlockSize - end);
  // FIPS 180-4 section 5.1: the length takes two words.
  if (end > kBlockSize - 2 * sizeof(Word)) {
    compress(work);
    std::memset(block, 0, kBlockSize);
  }
  store_u32(block + kBlockSize - 8, static_cast<uint32_t>(size_ >> 29));
  store_u32(block + kBlockSize - 4, static_cast<uint32_t>(size_ << 3));
  compress(work);
  for (Word& word : hash_) word = big_endian(word);
  copy_bytes(digest.data(), {reinterpret_cast<const uint8_t*>(hash_.data()), digest.size()});
}

}  // namespace tls_se
