#include "platform/software/software_crypto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>

#include "platform/software/software_signatures.h"
#include "support/differential.h"

namespace tls_se {
namespace {

class ChanceNoise final : public NoiseSource {
 public:
  bool fill(const MutableBytes& raw) override {
    chance_.fill(raw);
    return works;
  }

  bool works = true;

 private:
  Chance chance_{31};
};

constexpr KeyPairSlot kPair{0};

class SoftwareCryptoTest : public testing::Test {
 protected:
  /// As RAM may be when power comes.
  SoftwareCryptoTest() {
    std::ranges::fill(key_pairs_[0].bytes(), uint8_t{0x5a});
    crypto_.emplace(SoftwareCrypto::Slots{aes_, key_pairs_}, noise_, NoiseQuality::four);
  }

  std::array<SoftwareAes128, 1> aes_;
  std::array<SoftwareCrypto::PrivateKey, 1> key_pairs_;
  ChanceNoise noise_;
  std::optional<SoftwareCrypto> crypto_;
  std::array<uint8_t, kP256PointSize> point_;
  std::array<uint8_t, kP256SecretSize> secret_;
};

TEST_F(SoftwareCryptoTest, SlotsAreEmptyUntilThereIsAKey) {
  ASSERT_EQ(crypto_->start(), CryptoStatus::done);
  SoftwareKeyMaker maker(*crypto_);
  std::array<uint8_t, kP256ScalarSize> other;
  ASSERT_EQ(maker.p256_make_key_pair(other, point_), CryptoStatus::done);
  EXPECT_EQ(crypto_->p256_agree(kPair, point_, secret_), CryptoStatus::failed);
  ASSERT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::done);
  EXPECT_EQ(crypto_->p256_agree(kPair, point_, secret_), CryptoStatus::done);
  EXPECT_EQ(crypto_->p256_agree(kPair, point_, secret_), CryptoStatus::failed) << "once is all";
  ASSERT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::done);
  point_[64] ^= 1;
  EXPECT_EQ(crypto_->p256_agree(kPair, point_, secret_), CryptoStatus::rejected);
  point_[64] ^= 1;
  EXPECT_EQ(crypto_->p256_agree(kPair, point_, secret_), CryptoStatus::failed) << "whatever came";
}

TEST_F(SoftwareCryptoTest, MakesNoKeysBeforeItsStart) {
  EXPECT_EQ(crypto_->random(secret_), CryptoStatus::failed);
  EXPECT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::failed);
  EXPECT_TRUE(std::ranges::all_of(key_pairs_[0].bytes(), [](uint8_t byte) { return byte == 0; }));
}

TEST_F(SoftwareCryptoTest, EncryptsNothingUnderAKeyThatIsGone) {
  constexpr AesSlot kSlot{0};
  std::array<uint8_t, kAesBlockSize> block{}, tag{};
  const std::array<uint8_t, kAeadNonceSize> nonce{};
  const AeadInput input{kSlot, nonce, {}, block};
  const auto expect_all = [&](CryptoStatus expected) {
    EXPECT_EQ(crypto_->aes128_encrypt(kSlot, block, block), expected);
    EXPECT_EQ(crypto_->aead_seal(AeadAlgorithm::aes_128_ccm, input, tag), expected);
    EXPECT_EQ(crypto_->aead_open(AeadAlgorithm::aes_128_ccm, input, tag), expected);
  };
  ASSERT_EQ(crypto_->start(), CryptoStatus::done);
  expect_all(CryptoStatus::failed);
  ASSERT_EQ(crypto_->aes128_load(kSlot, block), CryptoStatus::done);
  expect_all(CryptoStatus::done);
  crypto_->aes128_clear(kSlot);
  expect_all(CryptoStatus::failed);
  ASSERT_EQ(crypto_->aes128_load(kSlot, block), CryptoStatus::done);
  ASSERT_EQ(crypto_->start(), CryptoStatus::done);
  expect_all(CryptoStatus::failed);
}

class KeysAheadTest : public SoftwareCryptoTest {
 protected:
  KeysAheadTest() {
    crypto_.emplace(SoftwareCrypto::Slots{aes_, key_pairs_, &ahead_}, noise_, NoiseQuality::four);
    EXPECT_EQ(crypto_->start(), CryptoStatus::done);
  }

  /// Whether the point is that of the private key in the slot.
  [[nodiscard]] bool fits() {
    std::array<uint8_t, kP256PointSize> expected;
    SoftwareKeyMaker maker(*crypto_);
    return maker.p256_public_key(key_pairs_[0].bytes(), expected) == CryptoStatus::done &&
           point_ == expected;
  }
  /// What the memory of the one that was prepared holds besides zeros.
  [[nodiscard]] bool has_something_left() const {
    const auto* const bytes = reinterpret_cast<const uint8_t*>(&ahead_);
    return std::any_of(bytes, bytes + sizeof ahead_, [](uint8_t byte) { return byte != 0; });
  }

  alignas(8) std::array<uint8_t, sizeof(PreparedKeyPair)> zeros_{};  // where padding is known
  PreparedKeyPair& ahead_ = *new (zeros_.data()) PreparedKeyPair;
};

TEST_F(KeysAheadTest, TheNextPairIsTheOneThatWasMade) {
  ASSERT_EQ(crypto_->prepare(), CryptoStatus::done);
  EXPECT_TRUE(ahead_.is_ready());
  const uint32_t before = crypto_->seedings();
  noise_.works = false;  // there is no need of it
  ASSERT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::done);
  EXPECT_TRUE(fits());
  EXPECT_EQ(crypto_->seedings(), before);
  EXPECT_FALSE(ahead_.is_ready());
  EXPECT_FALSE(has_something_left());
}

TEST_F(KeysAheadTest, EachIsGivenOnce) {
  ASSERT_EQ(crypto_->prepare(), CryptoStatus::done);
  ASSERT_EQ(crypto_->prepare(), CryptoStatus::done) << "which has nothing to do";
  ASSERT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::done);
  const auto first = point_;
  ASSERT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::done);
  EXPECT_TRUE(fits());
  EXPECT_NE(point_, first);
  ASSERT_EQ(crypto_->prepare(), CryptoStatus::done);
  ASSERT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::done);
  EXPECT_TRUE(fits());
  EXPECT_NE(point_, first);
}

TEST_F(KeysAheadTest, StartMakesAnEndOfIt) {
  ASSERT_EQ(crypto_->prepare(), CryptoStatus::done);
  EXPECT_TRUE(has_something_left());
  ASSERT_EQ(crypto_->start(), CryptoStatus::done);
  EXPECT_FALSE(has_something_left());
}

TEST_F(KeysAheadTest, IsNotGivenOnceTheNoiseHasFailed) {
  ASSERT_EQ(crypto_->prepare(), CryptoStatus::done);
  noise_.works = false;
  for (uint32_t i = 0; i <= RandomGenerator::kReseedInterval; ++i) (void)crypto_->random(secret_);
  EXPECT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::failed);
  EXPECT_FALSE(has_something_left());
  EXPECT_EQ(crypto_->prepare(), CryptoStatus::failed);
  EXPECT_FALSE(ahead_.is_ready());
  noise_.works = true;
  ASSERT_EQ(crypto_->start(), CryptoStatus::done);
  ASSERT_EQ(crypto_->prepare(), CryptoStatus::done);
  EXPECT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::done);
  EXPECT_TRUE(fits());
}

TEST_F(SoftwareCryptoTest, HasNoPlaceForKeysAhead) {
  EXPECT_EQ(crypto_->prepare(), CryptoStatus::done) << "even before there is noise";
  ASSERT_EQ(crypto_->start(), CryptoStatus::done);
  EXPECT_EQ(crypto_->prepare(), CryptoStatus::done);
  EXPECT_EQ(crypto_->p256_generate(kPair, point_), CryptoStatus::done);
}

}  // namespace
}  // namespace tls_se
