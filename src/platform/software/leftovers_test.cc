// What hashes and the random generator leave where their stack was. The arithmetic of secp256r1 has
// a test of its own (p256/stack_test.cc), and so have AES and CCM.
#include <gtest/gtest.h>

#include "platform/software/sha2/sha256.h"
#include "platform/software/sha2/sha512.h"
#include "platform/software/software_crypto.h"
#include "se/crypto_lib/hmac.h"
#include "support/differential.h"
#include "support/painted_stack.h"

namespace tls_se::test {
namespace {

using Left = std::array<uint8_t, kPaintedStack>;

class SoftwareLeftovers : public testing::Test {
 protected:
  void SetUp() override {
#ifndef NDEBUG
    GTEST_SKIP() << "code that is not optimised keeps everything in memory";
#endif
  }
  std::vector<uint8_t> secret(size_t size) {
    std::vector<uint8_t> bytes(size);
    chance_.fill(bytes);
    return bytes;
  }

  Chance chance_{37};
  Left left_;
};

/// The last of two blocks, and the hash.
template <class Hash, size_t kDigest>
void expect_nothing_left(const std::vector<uint8_t>& message, Left& left) {
  Hash hash;
  std::array<uint8_t, kDigest> digest;
  hash.start();
  paint_stack();
  hash.update(message);
  read_stack(left);
  EXPECT_EQ(words_left(left, message), 0u);
  paint_stack();
  hash.finish(digest);
  read_stack(left);
  EXPECT_EQ(words_left(left, message), 0u);
  EXPECT_EQ(words_left(left, {digest.begin(), digest.end()}), 0u);
}

TEST_F(SoftwareLeftovers, OfSha256AreNone) {
  expect_nothing_left<SoftwareSha256, 32>(secret(120), left_);
}

TEST_F(SoftwareLeftovers, OfSha512AreNone) {
  expect_nothing_left<SoftwareSha512, 64>(secret(240), left_);
}

class ChanceAsNoise final : public NoiseSource {
 public:
  bool fill(const MutableBytes& raw) override {
    chance_.fill(raw);
    return true;
  }

 private:
  Chance chance_{41};
};

TEST_F(SoftwareLeftovers, OfKeysAndRandomBytesAreNone) {
  ChanceAsNoise noise;
  std::array<SoftwareAes128, 1> aes;
  std::array<SoftwareCrypto::PrivateKey, 1> key_pairs;
  SoftwareCrypto crypto({aes, key_pairs}, noise, NoiseQuality::four);
  ASSERT_EQ(crypto.start(), CryptoStatus::done);
  const std::vector<uint8_t> key = secret(32);
  std::vector<uint8_t> mac(32), random(32);
  const std::span<uint8_t, kSha256Size> mac_out(mac.data(), kSha256Size);
  paint_stack();
  hmac_sha256(crypto, key, secret(100), mac_out);
  read_stack(left_);
  EXPECT_EQ(words_left(left_, key), 0u);
  EXPECT_EQ(words_left(left_, mac), 0u);
  paint_stack();
  const CryptoStatus status = crypto.random(random);
  read_stack(left_);
  EXPECT_EQ(words_left(left_, random), 0u);
  EXPECT_EQ(status, CryptoStatus::done);

  std::array<uint8_t, kP256PointSize> point;
  paint_stack();
  const CryptoStatus made = crypto.p256_generate(KeyPairSlot{0}, point);
  read_stack(left_);
  const auto private_key = key_pairs[0].bytes();
  EXPECT_EQ(words_left(left_, {private_key.begin(), private_key.end()}), 0u);
  EXPECT_EQ(made, CryptoStatus::done);

  const std::vector<uint8_t> aes_key = secret(16);
  paint_stack();
  const CryptoStatus loaded =
      crypto.aes128_load(AesSlot{0}, Bytes(aes_key).first<kAes128KeySize>());
  read_stack(left_);
  EXPECT_EQ(words_left(left_, aes_key), 0u);
  EXPECT_EQ(loaded, CryptoStatus::done);
}

[[gnu::noinline]] void forgets_to_wipe(const std::vector<uint8_t>& bytes) {
  std::array<uint8_t, 64> copy;
  std::copy_n(bytes.begin(), copy.size(), copy.begin());
  asm volatile("" : : "r"(copy.data()) : "memory");
}

TEST_F(SoftwareLeftovers, OfWhatForgetsToWipeAreFound) {
  const std::vector<uint8_t> bytes = secret(64);
  paint_stack();
  forgets_to_wipe(bytes);
  read_stack(left_);
  EXPECT_EQ(words_left(left_, bytes), 16u);
}

}  // namespace
}  // namespace tls_se::test
