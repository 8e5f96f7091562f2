#include "card/card_objects.h"

#include <gtest/gtest.h>

#include <set>

#include "platform/openssl/openssl_crypto.h"
#include "se/crypto_lib/hkdf.h"

namespace tls_se {
namespace {

constexpr size_t kMostPsks = 65534;

CardProfile profile_of(size_t psks) {
  CardProfile profile = demo_card_profile();
  profile.private_key.assign(32, 0x77);
  profile.psks.resize(psks, profile.psks.front());
  return profile;
}

TEST(CardObjectsTest, EachKeyHasAHandleOfItsOwn) {
  OpensslCrypto crypto;
  CardProfile profile = profile_of(kMostPsks);
  profile.psks.back().key.assign(16, 0x55);
  Secret<kSha256Size> early_secret;
  extract_early_secret(crypto, profile.psks.back().key, early_secret.bytes());
  const CardObjects objects(std::move(profile), crypto, nullptr);
  const TlsSettings& settings = objects.settings().tls;
  std::set<KeyHandle> handles = {settings.certificates.private_key};
  for (const Psk& psk : settings.psks) handles.insert(psk.key);
  EXPECT_EQ(handles.size(), 1 + kMostPsks);
  EXPECT_TRUE(
      same_bytes(objects.find(settings.certificates.private_key), std::vector<uint8_t>(32, 0x77)));
  EXPECT_TRUE(same_bytes(objects.find(settings.psks.back().key), early_secret.bytes()));
  EXPECT_TRUE(objects.find(KeyHandle{0xffff}).empty());
}

TEST(CardObjectsTest, RefusesMorePsksThanHandles) {
  OpensslCrypto crypto;
  try {
    const CardObjects objects(profile_of(kMostPsks + 1), crypto, nullptr);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "a card has 65534 PSKs at most");
  }
}

/// Keys are in the process once, however many cards there are.
TEST(CardObjectsTest, CardsShareTheKeysOfTheirProfileAndNothingElse) {
  OpensslCrypto crypto;
  const auto shared = std::make_shared<SharedObjects>(profile_of(2), crypto);
  CardObjects one(shared, nullptr);
  CardObjects other(shared, nullptr);
  const TlsSettings& settings = one.settings().tls;
  for (const KeyHandle key : {settings.certificates.private_key, settings.psks[1].key}) {
    ASSERT_FALSE(one.find(key).empty());
    EXPECT_EQ(one.find(key).data(), other.find(key).data());
  }
  EXPECT_EQ(settings.psks.data(), other.settings().tls.psks.data());

  const std::vector<uint8_t> time = {0x20, 0x26, 0x01, 0x02, 0x03, 0x04, 0x05};
  ASSERT_EQ(one.put_data().put(DataObject::time, time), sw::kOk);
  EXPECT_TRUE(settings.circumstances->now);
  EXPECT_FALSE(other.settings().tls.circumstances->now);
}

}  // namespace
}  // namespace tls_se
