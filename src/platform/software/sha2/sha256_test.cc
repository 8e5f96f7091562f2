#include "platform/software/sha2/sha256.h"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "support/differential.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Digest256 = std::array<uint8_t, kSha256Size>;

Digest256 finish(SoftwareSha256 hash) {
  Digest256 digest;
  hash.finish(digest);
  return digest;
}

Digest256 sha256_of(const Bytes& data) {
  SoftwareSha256 hash;
  hash.start();
  hash.update(data);
  return finish(hash);
}

Digest256 libcrypto_sha256(const Bytes& data) {
  Digest256 digest;
  SHA256(data.data(), data.size(), digest.data());
  return digest;
}

// The examples of FIPS 180-4.
TEST(SoftwareSha256, MatchesFips180) {
  EXPECT_EQ(sha256_of({}),
            array_from_hex<32>("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  EXPECT_EQ(sha256_of(from_text("abc")),
            array_from_hex<32>("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  EXPECT_EQ(sha256_of(from_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            array_from_hex<32>("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
  EXPECT_EQ(sha256_of(std::vector<uint8_t>(1'000'000, 'a')),
            array_from_hex<32>("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
}

// Around the ends of blocks, where the padding takes another one.
TEST(SoftwareSha256, EveryLengthOfThreeBlocks) {
  Chance chance(1);
  for (size_t size = 0; size <= 3 * kSha256BlockSize; ++size) {
    const auto data = chance.bytes(size);
    EXPECT_EQ(sha256_of(data), libcrypto_sha256(data)) << size;
  }
}

TEST(SoftwareSha256, MatchesLibcryptoInAnyPieces) {
  Chance chance(2);
  for (int round = 0; round < differential_rounds(); ++round) {
    const auto data = chance.bytes(chance.number(300));
    SoftwareSha256 hash;
    hash.start();
    chance.in_pieces(data, [&](const Bytes& piece) { hash.update(piece); });
    ASSERT_EQ(finish(hash), libcrypto_sha256(data)) << round << ", " << to_hex(data);
  }
}

// As a transcript is forked: RFC 8446 section 4.4.1.
TEST(SoftwareSha256, ACopyForksTheHash) {
  Chance chance(3);
  for (int round = 0; round < 1000; ++round) {
    auto data = chance.bytes(chance.number(200));
    SoftwareSha256 hash;
    hash.start();
    hash.update(data);
    SoftwareSha256 fork = hash;
    fork.update(chance.bytes(chance.number(200)));
    static_cast<void>(finish(fork));
    const auto more = chance.bytes(chance.number(200));
    hash.update(more);
    data.insert(data.end(), more.begin(), more.end());
    ASSERT_EQ(finish(hash), libcrypto_sha256(data));
  }
}

TEST(SoftwareSha256, AChangedBitChangesTheHash) {
  auto data = from_text("a message");
  const auto before = sha256_of(data);
  data[3] ^= 0x10;
  EXPECT_NE(sha256_of(data), before);
}

// More than 2^32 bits: the length takes the upper word too.
TEST(SoftwareSha256, CountsPast32Bits) {
  const std::vector<uint8_t> part(1 << 20, 0x5a);
  SoftwareSha256 hash;
  SHA256_CTX context;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  SHA256_Init(&context);
  hash.start();
  for (int i = 0; i < 513; ++i) {
    hash.update(part);
    SHA256_Update(&context, part.data(), part.size());
  }
  Digest256 expected;
  SHA256_Final(expected.data(), &context);
#pragma GCC diagnostic pop
  EXPECT_EQ(finish(hash), expected);
}

}  // namespace
}  // namespace tls_se
