// What the functions with secrets leave where their stack was.
#include <gtest/gtest.h>

#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/p256.h"

namespace tls_se::p256 {
namespace {

constexpr size_t kDepth = 8192;
constexpr size_t kOwnFrames = 768;  // of the function called, whose own values wipe themselves
constexpr size_t kFillsOwn = 64;    // at the deep end: of fill_stack itself
constexpr size_t kAddresses = 32;   // return addresses of what wipes
constexpr uint8_t kUntouched = 0xa5;

[[gnu::noinline]] void fill_stack() {
  uint8_t below[kDepth];
  std::fill_n(below, kDepth, kUntouched);
  asm volatile("" : : "r"(below) : "memory");
}

/// How many bytes are neither untouched nor wiped.
[[gnu::noinline]] size_t count_leftovers() {
  uint8_t below[kDepth];
  asm volatile("" : "=m"(below) : "r"(below));
  size_t count = 0;
  for (size_t i = kFillsOwn; i < kDepth - kOwnFrames; ++i)
    count += below[i] != kUntouched && below[i] != 0 ? 1 : 0;
  return count;
}

class StackTest : public testing::Test {
 protected:
  StackTest() {
    private_key_.fill(0x5a);
    EXPECT_EQ(find_public_key(private_key_, public_key_), CryptoStatus::done);
  }
  std::array<uint8_t, kP256ScalarSize> private_key_;
  std::array<uint8_t, kP256PointSize> public_key_;
  std::array<uint8_t, kP256SecretSize> secret_;
  std::array<uint8_t, kP256SignatureSize> r_s_;
  std::array<uint8_t, 32> digest_{1, 2, 3};
};

TEST_F(StackTest, NothingIsLeftOfAKey) {
#ifndef NDEBUG
  GTEST_SKIP() << "frames of code that is not optimised, or watched, are longer";
#endif
  fill_stack();
  const CryptoStatus found = find_public_key(private_key_, public_key_);
  EXPECT_LT(count_leftovers(), kAddresses);
  fill_stack();
  const CryptoStatus agreed = ecdh(private_key_, public_key_, secret_);
  EXPECT_LT(count_leftovers(), kAddresses);
  EXPECT_EQ(found, CryptoStatus::done);
  EXPECT_EQ(agreed, CryptoStatus::done);
  // What has no secrets does not wipe, and is seen.
  OpensslCrypto crypto;
  ASSERT_EQ(sign(crypto, private_key_, digest_, {}, r_s_), CryptoStatus::done);
  fill_stack();
  const CryptoStatus right = verify(public_key_, digest_, r_s_);
  EXPECT_GT(count_leftovers(), 100u);
  EXPECT_EQ(right, CryptoStatus::done);
}

}  // namespace
}  // namespace tls_se::p256
