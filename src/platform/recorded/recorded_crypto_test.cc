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
  EXPECT_TRUE(crypto.random(random));
  EXPECT_TRUE(all(random, 0x11));
  EXPECT_FALSE(crypto.random(random));
  EXPECT_TRUE(all(random, 0));
}

TEST(RecordedCrypto, HasNoOtherRandom) {
  RecordedCrypto crypto(values());
  std::array<uint8_t, 33> random{};
  EXPECT_FALSE(crypto.random(MutableBytes(random).first(31)));
  EXPECT_FALSE(crypto.random(random));
  EXPECT_TRUE(crypto.random(MutableBytes(random).first(32))) << "still there";
}

TEST(RecordedCrypto, GivesTheKeyShareWithoutAPrivateKey) {
  RecordedCrypto crypto(values());
  std::array<uint8_t, kP256PrivateKeySize> private_key;
  private_key.fill(0xaa);
  std::array<uint8_t, kP256PointSize> point{};
  EXPECT_TRUE(crypto.p256_generate(private_key, point));
  EXPECT_TRUE(all(private_key, 0));
  EXPECT_TRUE(all(point, 0x22));
  std::array<uint8_t, kP256SecretSize> secret{};
  EXPECT_TRUE(crypto.p256_ecdh(private_key, point, secret));
  EXPECT_TRUE(all(secret, 0x33));
}

TEST(RecordedCrypto, LeavesTheAeadToTheElement) {
  RecordedCrypto crypto(values());
  const std::array<uint8_t, kAes128KeySize> key{};
  ASSERT_TRUE(crypto.aes128_load(KeySlot::read, key));
  const std::array<uint8_t, kAeadNonceSize> nonce{};
  std::array<uint8_t, 16> tag{};
  for (const auto algorithm :
       {AeadAlgorithm::aes_128_ccm, AeadAlgorithm::aes_128_ccm_8, AeadAlgorithm::aes_128_gcm}) {
    EXPECT_EQ(crypto.aead_seal(algorithm, {KeySlot::read, nonce, {}, {}}, tag),
              AeadOutcome::not_offered);
    EXPECT_EQ(crypto.aead_open(algorithm, {KeySlot::read, nonce, {}, {}}, tag),
              AeadOutcome::not_offered);
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
