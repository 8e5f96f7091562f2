#include "platform/recorded/recorded_crypto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace tls_se {
namespace {

RecordedValues values() {
  return {.server_random = std::vector<uint8_t>(32, 0x11),
          .server_key_share = std::vector<uint8_t>(65, 0x22),
          .ecdhe_shared_secret = std::vector<uint8_t>(32, 0x33)};
}

bool all(Bytes bytes, uint8_t value) {
  return std::ranges::all_of(bytes, [&](uint8_t byte) { return byte == value; });
}

TEST(RecordedCrypto, GivesServerRandomOnce) {
  RecordedCrypto crypto(values());
  std::array<uint8_t, 32> random{};
  EXPECT_EQ(crypto.random(random), CryptoStatus::done);
  EXPECT_TRUE(all(random, 0x11));
  EXPECT_EQ(crypto.random(random), CryptoStatus::failed);
  EXPECT_TRUE(all(random, 0));
}

TEST(RecordedCrypto, HasNoOtherRandom) {
  RecordedCrypto crypto(values());
  std::array<uint8_t, 33> random{};
  EXPECT_EQ(crypto.random(MutableBytes(random).first(31)), CryptoStatus::failed);
  EXPECT_EQ(crypto.random(random), CryptoStatus::failed);
  EXPECT_EQ(crypto.random(MutableBytes(random).first(32)), CryptoStatus::done) << "still there";
}

TEST(RecordedCrypto, GivesTheKeyShareWithoutAPrivateKey) {
  RecordedCrypto crypto(values());
  constexpr KeyPairSlot kKeyPair{0};
  std::array<uint8_t, kP256PointSize> point{};
  EXPECT_EQ(crypto.p256_generate(kKeyPair, point), CryptoStatus::done);
  EXPECT_TRUE(all(point, 0x22));
  std::array<uint8_t, kP256SecretSize> secret{};
  EXPECT_EQ(crypto.p256_agree(kKeyPair, point, secret), CryptoStatus::done);
  EXPECT_TRUE(all(secret, 0x33));

  std::array<uint8_t, kP256ScalarSize> private_key{};
  ASSERT_EQ(HostKeyMaker().p256_make_key_pair(private_key, point), CryptoStatus::done);
  EXPECT_EQ(crypto.HostCrypto::p256_agree(kKeyPair, point, secret), CryptoStatus::failed)
      << "the platform finds a private key in the slot";
}

TEST(RecordedCrypto, LeavesTheAeadToTheElement) {
  RecordedCrypto crypto(values());
  const std::array<uint8_t, kAes128KeySize> key{};
  constexpr AesSlot kSlot{0};
  ASSERT_EQ(crypto.aes128_load(kSlot, key), CryptoStatus::done);
  const std::array<uint8_t, kAeadNonceSize> nonce{};
  std::array<uint8_t, 16> tag{};
  for (const auto algorithm :
       {AeadAlgorithm::aes_128_ccm, AeadAlgorithm::aes_128_ccm_8, AeadAlgorithm::aes_128_gcm}) {
    EXPECT_EQ(crypto.aead_seal(algorithm, {kSlot, nonce, {}, {}}, tag), CryptoStatus::not_offered);
    EXPECT_EQ(crypto.aead_open(algorithm, {kSlot, nonce, {}, {}}, tag), CryptoStatus::not_offered);
  }
}

TEST(RecordedCrypto, RefusesValuesOfAnotherSize) {
  auto bad = values();
  bad.server_random.pop_back();
  EXPECT_THROW(RecordedCrypto{bad}, std::runtime_error);
  bad = values();
  bad.server_key_share.push_back(0);
  EXPECT_THROW(RecordedCrypto{bad}, std::runtime_error);
  bad = values();
  bad.ecdhe_shared_secret.clear();
  EXPECT_THROW(RecordedCrypto{bad}, std::runtime_error);
}

}  // namespace
}  // namespace tls_se
