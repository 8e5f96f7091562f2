// The watch that all cards of tests are under sees what it is to see.
#include "support/secret_watch.h"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "live_session.h"
#include "se/crypto_lib/hkdf.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

/// What the card tells anyhow is made a secret.
TEST(SecretWatch, SeesEightBytesInAnAnswer) {
  static CardWithFlash card;
  const std::vector<uint8_t> version = card.transmit(from_hex("00CA011100")).data;
  ASSERT_GE(version.size(), 8);
  card.crypto().watch().tell(Bytes(version).first(8));
  EXPECT_NONFATAL_FAILURE(card.transmit(from_hex("00CA011100")), "a secret is in the answer");
}

TEST(SecretWatch, DoesNotMindSeven) {
  CardWithFlash card;
  const std::vector<uint8_t> version = card.transmit(from_hex("00CA011100")).data;
  std::vector<uint8_t> other(version.begin(), version.begin() + 7);
  other.push_back(static_cast<uint8_t>(version[7] ^ 1));
  card.crypto().watch().tell(other);
  EXPECT_EQ(card.transmit(from_hex("00CA011100")).data, version);
}

TEST(SecretWatch, SeesTheMiddleOfOneInTheMiddleOfAnother) {
  SecretWatch watch;
  watch.tell(from_hex("00010203040506070809"));
  EXPECT_TRUE(watch.is_in(from_hex("FFFF0102030405060708FFFF")));
  EXPECT_FALSE(watch.is_in(from_hex("FFFF01020304050607FFFFFF")));
  EXPECT_FALSE(watch.is_in(from_hex("0807060504030201")));
  watch.tell(from_hex("000000000000000000"));  // is padding
  EXPECT_FALSE(watch.is_in(from_hex("000000000000000000")));
}

TEST(SecretWatch, KnowsWhatCommandsBring) {
  CardWithFlash card;
  const SecretWatch& watch = card.crypto().watch();
  card.status("00DADF2B083031323334353637");
  EXPECT_TRUE(watch.is_in(from_text("01234567")));
  card.status("002400001030313233343536373837363534333231");
  EXPECT_TRUE(watch.is_in(from_text("87654321")));
  card.status("00DB3FFF0BDF2C084142434445464748");
  EXPECT_TRUE(watch.is_in(from_text("ABCDEFGH")));
  make_psk_server(card);

  EXPECT_TRUE(watch.is_in(from_hex("191A1B1C1D1E1F20")));
  EXPECT_FALSE(watch.is_in(from_text("Client_identity")));
}

TEST(SecretWatch, KnowsAKeyThatWasBornOnTheCard) {
  MemoryFlash flash(2048, 8);
  CardWithFlash card(flash);
  const std::vector<uint8_t> told = card.transmit(from_hex("0046000000")).data;
  ASSERT_EQ(told.size(), 5 + 65);
  const Bytes memory = flash.mapped();
  const auto found = std::ranges::search(memory, Bytes(told).last(65));
  ASSERT_FALSE(found.empty());
  const size_t at = static_cast<size_t>(found.begin() - memory.begin());
  EXPECT_TRUE(card.crypto().watch().is_in(memory.subspan(at - 32, 32)));
  EXPECT_FALSE(card.crypto().watch().is_in(told));
}

TEST(SecretWatch, KnowsWhatASessionDerives) {
  CardWithFlash card;
  make_psk_server(card);
  LiveSession session(transmit_of(card));
  const auto psk = from_hex("0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20");
  std::array<uint8_t, kSha256Size> early_secret;
  HostCrypto crypto;
  hkdf_extract(crypto, {}, psk, early_secret);
  EXPECT_TRUE(card.crypto().watch().is_in(early_secret));
}

TEST(SecretWatch, KnowsWhatThePlatformComputes) {
  WatchedCrypto crypto(2);
  std::array<uint8_t, kP256PointSize> points[2];
  std::array<uint8_t, kP256SecretSize> secret;
  ASSERT_EQ(crypto.p256_generate(KeyPairSlot{0}, points[0]), CryptoStatus::done);
  ASSERT_EQ(crypto.p256_generate(KeyPairSlot{1}, points[1]), CryptoStatus::done);
  ASSERT_EQ(crypto.p256_agree(KeyPairSlot{0}, points[1], secret), CryptoStatus::done);
  EXPECT_TRUE(crypto.watch().is_in(secret));
  EXPECT_FALSE(crypto.watch().is_in(points[0]));
  const auto key = array_from_hex<kAes128KeySize>("000102030405060708090A0B0C0D0E0F");
  ASSERT_EQ(crypto.aes128_load(AesSlot{0}, key), CryptoStatus::done);
  EXPECT_TRUE(crypto.watch().is_in(key));
}

}  // namespace
}  // namespace tls_se::test
