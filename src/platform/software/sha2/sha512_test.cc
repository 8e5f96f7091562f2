#include "platform/software/sha2/sha512.h"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "support/differential.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Digest512 = std::vector<uint8_t>;

Digest512 finish(SoftwareSha512 hash, size_t size) {
  Digest512 digest(size);
  hash.finish(digest);
  return digest;
}

/// Of 48 bytes: SHA-384; of 64: SHA-512.
SoftwareSha512 started(size_t size) {
  SoftwareSha512 hash;
  size == SHA384_DIGEST_LENGTH ? hash.start_384() : hash.start();
  return hash;
}

Digest512 sha512_of(const Bytes& data, size_t size) {
  SoftwareSha512 hash = started(size);
  hash.update(data);
  return finish(hash, size);
}

Digest512 libcrypto_sha512(const Bytes& data, size_t size) {
  Digest512 digest(size);
  (size == SHA384_DIGEST_LENGTH ? SHA384 : SHA512)(data.data(), data.size(), digest.data());
  return digest;
}

constexpr size_t kSizes[] = {SHA384_DIGEST_LENGTH, SHA512_DIGEST_LENGTH};

// The examples of FIPS 180-4.
TEST(SoftwareSha512, MatchesFips180) {
  EXPECT_EQ(sha512_of(from_text("abc"), 48),
            from_hex("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                     "8086072ba1e7cc2358baeca134c825a7"));
  EXPECT_EQ(sha512_of(from_text("abc"), 64),
            from_hex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"));
}

TEST(SoftwareSha512, EveryLengthOfThreeBlocks) {
  Chance chance(4);
  for (const size_t digest_size : kSizes) {
    for (size_t size = 0; size <= 3 * SHA512_CBLOCK; ++size) {
      const auto data = chance.bytes(size);
      EXPECT_EQ(sha512_of(data, digest_size), libcrypto_sha512(data, digest_size)) << size;
    }
  }
}

TEST(SoftwareSha512, MatchesLibcryptoInAnyPieces) {
  Chance chance(5);
  for (int round = 0; round < differential_rounds(); ++round) {
    const size_t digest_size = kSizes[round % 2];
    const auto data = chance.bytes(chance.number(500));
    SoftwareSha512 hash = started(digest_size);
    chance.in_pieces(data, [&](const Bytes& piece) { hash.update(piece); });
    ASSERT_EQ(finish(hash, digest_size), libcrypto_sha512(data, digest_size)) << to_hex(data);
  }
}

TEST(SoftwareSha512, ACopyForksTheHash) {
  SoftwareSha512 hash = started(64);
  hash.update(from_text("ab"));
  SoftwareSha512 fork = hash;
  fork.update(from_text("x"));
  hash.update(from_text("c"));
  EXPECT_EQ(finish(hash, 64), libcrypto_sha512(from_text("abc"), 64));
  EXPECT_EQ(finish(fork, 64), libcrypto_sha512(from_text("abx"), 64));
}

}  // namespace
}  // namespace tls_se
