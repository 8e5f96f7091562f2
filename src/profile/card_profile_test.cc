#include "profile/card_profile.h"

#include <gtest/gtest.h>

#include <fstream>

#include "profile/hex.h"

namespace tls_se {
namespace {

constexpr char kPsk[] = "[[psk]]\nidentity = \"a\"\nkey = \"0102\"\n";

class CardProfileTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    file_ = testing::TempDir() + "tls-se-" + std::to_string(getpid()) + info->name() + ".toml";
  }
  void TearDown() override { std::filesystem::remove(file_); }

  CardProfile load(const std::string& text) {
    std::ofstream(file_) << text;
    return load_card_profile(file_);
  }

  /// What the profile is refused with, without the folder.
  std::string refusal(const std::string& text) {
    try {
      load(text);
    } catch (const std::runtime_error& error) {
      const std::string what = error.what();
      EXPECT_TRUE(what.starts_with(file_ + ":")) << what;
      return what.substr(std::min(file_.size() + 1, what.size()));
    }
    ADD_FAILURE() << "accepted: " << text;
    return "";
  }

  void expect_refusal(const std::string& text, const std::string& line, const std::string& words) {
    const std::string what = refusal(text);
    EXPECT_TRUE(what.starts_with(line + ": ")) << what;
    EXPECT_NE(what.find(words), what.npos) << what;
  }

  std::string file_;
};

TEST_F(CardProfileTest, ReadsEveryKey) {
  const CardProfile profile = load(
      "role = \"server\"\nmodes = [\"psk\"]\nsw_more = \"mixed\"\nalerts = \"silent\"\n"
      "[[psk]]\nidentity = \"sensor 7\"\nkey = \"00ff10\"\n"
      "[[psk]]\nidentity_hex = \"00 01\"\nkey = \"AB\"\n");
  EXPECT_EQ(profile.role, CardProfile::Role::server);
  EXPECT_EQ(profile.modes, std::vector{CardProfile::Mode::psk});
  EXPECT_EQ(profile.sw_more, CardProfile::SwMore::mixed);
  EXPECT_EQ(profile.alerts, CardProfile::Alerts::silent);
  ASSERT_EQ(profile.psks.size(), 2);
  EXPECT_EQ(to_hex(profile.psks[0].identity), "73656E736F722037");
  EXPECT_EQ(to_hex(profile.psks[0].key), "00FF10");
  EXPECT_EQ(to_hex(profile.psks[1].identity), "0001");
  EXPECT_EQ(to_hex(profile.psks[1].key), "AB");
}

TEST_F(CardProfileTest, APskIsEnough) {
  const CardProfile profile = load(kPsk);
  EXPECT_EQ(profile.role, CardProfile::Role::server);
  EXPECT_EQ(profile.sw_more, CardProfile::SwMore::always_9f);
  EXPECT_EQ(profile.alerts, CardProfile::Alerts::record);
}

TEST_F(CardProfileTest, CipherSuitesInTheirOrder) {
  using Suite = CardProfile::CipherSuite;
  EXPECT_EQ(demo_card_profile().cipher_suites, std::vector{Suite::aes_128_ccm_sha256});
  EXPECT_EQ(load(std::string("cipher_suites = [\"TLS_AES_128_GCM_SHA256\", "
                             "\"TLS_AES_128_CCM_8_SHA256\"]\n") +
                 kPsk)
                .cipher_suites,
            (std::vector{Suite::aes_128_gcm_sha256, Suite::aes_128_ccm_8_sha256}));
}

TEST_F(CardProfileTest, StatusWordInEitherCase) {
  EXPECT_EQ(load(std::string("sw_more = \"9F\"\n") + kPsk).sw_more, CardProfile::SwMore::always_9f);
  EXPECT_EQ(load(std::string("sw_more = \"61\"\n") + kPsk).sw_more, CardProfile::SwMore::always_61);
}

TEST_F(CardProfileTest, RefusesWithTheLineAndWhatIsRight) {
  const std::string psk = kPsk;
  expect_refusal("rolle = \"server\"\n" + psk, "1", "role, modes, psk, sw_more, alerts");
  expect_refusal("\nrole = \"sever\"\n" + psk, "2", "\"server\"");
  expect_refusal("role = 1\n" + psk, "1", "\"server\"");
  expect_refusal("modes = \"psk\"\n" + psk, "1", "[\"psk\"]");
  expect_refusal("modes = []\n" + psk, "1", "[\"psk\"]");
  expect_refusal("modes = [\"psk\", \"psk\"]\n" + psk, "1", "already");
  expect_refusal("sw_more = \"90\"\n" + psk, "1", "\"mixed\"");
  expect_refusal("alerts = \"loud\"\n" + psk, "1", "\"silent\"");
  expect_refusal("cipher_suites = \"TLS_AES_128_GCM_SHA256\"\n" + psk, "1", "is a list");
  expect_refusal("cipher_suites = []\n" + psk, "1", "is a list");
  expect_refusal("cipher_suites = [\n\"TLS_AES_256_GCM_SHA384\"]\n" + psk, "2",
                 "TLS_AES_128_CCM_8_SHA256");
  expect_refusal("cipher_suites = [\"TLS_AES_128_GCM_SHA256\", \"TLS_AES_128_GCM_SHA256\"]\n" + psk,
                 "1", "already");
  expect_refusal("role = \"server\"\nrole = \"server\"\n" + psk, "2", "redefine");
  expect_refusal("psk = \"0102\"\n", "1", "[[psk]]");
  expect_refusal("[psk]\nidentity = \"a\"\nkey = \"01\"\n", "1", "[[psk]]");
  expect_refusal(psk + "colour = \"red\"\n", "4", "identity, identity_hex, key");
  expect_refusal("role \"server\"\n", "1", "not TOML");
}

TEST_F(CardProfileTest, RefusesPsksThatAreNone) {
  expect_refusal("role = \"server\"\n", "1", "[[psk]]");
  expect_refusal("", "1", "[[psk]]");
  expect_refusal("[[psk]]\nkey = \"01\"\n", "1", "no identity");
  expect_refusal("[[psk]]\nidentity = \"a\"\n", "1", "no key");
  expect_refusal("[[psk]]\nidentity = \"\"\nkey = \"01\"\n", "2", "1 to 65535");
  expect_refusal("[[psk]]\nidentity = \"" + std::string(65536, 'a') + "\"\nkey = \"01\"\n", "2",
                 "65536");
  expect_refusal("[[psk]]\nidentity = \"a\"\nkey = \"\"\n", "3", "empty");
  expect_refusal("[[psk]]\nidentity = \"a\"\nkey = \"012\"\n", "3", "no partner");
  expect_refusal("[[psk]]\nidentity = \"a\"\nkey = \"01zz\"\n", "3", "character 3");
  expect_refusal("[[psk]]\nidentity = \"a\"\nkey = 12\n", "3", "in quotes");
  expect_refusal("[[psk]]\nidentity = \"a\"\nidentity_hex = \"61\"\nkey = \"01\"\n", "3",
                 "one of the two");
  expect_refusal(std::string(kPsk) + kPsk, "5", "already");
}

TEST_F(CardProfileTest, SaysWhatComesLater) {
  expect_refusal(std::string("role = \"client\"\n") + kPsk, "1", "no client role yet");
  expect_refusal(std::string("modes = [\"psk\", \"certificate\"]\n") + kPsk, "1", "no certificate");
  expect_refusal(std::string("trust_anchors = [\"ca.pem\"]\n") + kPsk, "1", "no certificates");
}

TEST_F(CardProfileTest, NeverRepeatsAKey) {
  const std::string head = "[[psk]]\nidentity = \"a\"\n";
  for (const char* line :
       {"key = 0xfeedfacefeedfacefeedfacefeedface", "key = feedfacefeedface",
        "key = \"feedfacefeedfac\"", "key = \"feedfacefeedfaceg\"", "key = \"feedface",
        "feedfacefeedface = \"x\"", "key = 'feedface' 'feedface'", "feedfacefeedface",
        "12345678feedfacefeedface", "key = [\"feedfacefeedface\"]",
        "key = { feedfacefeedface = 1 }"}) {
    const std::string what = refusal(head + line + "\n");
    EXPECT_EQ(what.find("feed"), what.npos) << what;
    EXPECT_EQ(what.find("face"), what.npos) << what;
  }
}

TEST_F(CardProfileTest, AFileThatIsNotThere) {
  EXPECT_THROW((void)load_card_profile(file_ + ".no"), std::runtime_error);
  EXPECT_THROW((void)load_card_profile(testing::TempDir()), std::runtime_error);
}

TEST(DemoCardProfileTest, IsTheDrafts) {
  const CardProfile profile = demo_card_profile();
  ASSERT_EQ(profile.psks.size(), 1);
  EXPECT_EQ(std::string(profile.psks[0].identity.begin(), profile.psks[0].identity.end()),
            "Client_identity");
  EXPECT_EQ(to_hex(profile.psks[0].key),
            "0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20");
}

TEST(HexTest, ReadsPairsAndSpaces) {
  EXPECT_EQ(to_hex(parse_hex("00 d8\t00FF").value()), "00D800FF");
  EXPECT_EQ(to_spaced_hex(parse_hex("00d8").value()), "00 D8");
  EXPECT_TRUE(parse_hex("").value().empty());
  EXPECT_FALSE(parse_hex("0 0"));
  EXPECT_FALSE(parse_hex("000"));
  EXPECT_FALSE(parse_hex("0x00"));
}

}  // namespace
}  // namespace tls_se
