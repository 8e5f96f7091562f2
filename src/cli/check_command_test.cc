#include "cli/check_command.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/exit_codes.h"
#include "personalisation/card_commands.h"
#include "support/issued_certificates.h"
#include "support/scripted_card.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

using std::filesystem::perms;

constexpr char kKey[] = "00112233445566778899aabbccddeeff";

class CheckTest : public testing::Test {
 protected:
  std::string profile(const std::string& text) const {
    const auto file = folder_.write("card.toml", text);
    std::filesystem::permissions(file, perms(0600));
    return file.string();
  }
  static std::string psk(const std::string& identity) {
    return "[[psk]]\n" + identity + "\nkey = \"" + kKey + "\"\n";
  }
  /// A card that says this to RESET.
  bool check(const std::string& text, const std::string& answer = "9000") {
    const Check check = {.profile = profile(text), .make_card = [&](const CardProfile&) {
                           auto card = std::make_unique<ScriptedCard>();
                           card->answer(answer);
                           return card;
                         }};
    return run_check(check, out_);
  }
  void expect_told(const std::string& words) const {
    EXPECT_TRUE(out_.str().contains(words)) << words << "\n" << out_.str();
  }

  const TestFolder folder_;
  std::ostringstream out_;
};

TEST_F(CheckTest, SaysWhatTheCardWouldBe) {
  const test::Authority authority("Test root");
  const test::Identity own =
      authority.issue({.common_name = "device", .valid_until = 40 * 86400 + 3600});
  folder_.write("chain.pem", own.certificate_pem + authority.own().certificate_pem);
  std::filesystem::permissions(folder_.write("key.pem", own.private_key_pem), perms(0600));
  folder_.write("ca.pem", authority.own().certificate_pem);
  EXPECT_TRUE(
      check("role = \"client\"\nmodes = [\"mutual\", \"psk\"]\n"
            "certificate_chain = \"chain.pem\"\nprivate_key = \"key.pem\"\n"
            "trust_anchors = [\"ca.pem\"]\nserver_name = \"broker.example\"\n"
            "cipher_suites = [\"TLS_AES_128_CCM_8_SHA256\"]\n"
            "groups = [\"x25519\", \"secp256r1\"]\nalpn = [\"mqtt\", \"coap\"]\n" +
                psk("identity = \"sensor 7\"") + psk("identity_hex = \"00 1b\""),
            "9FD8"));
  for (const char* line :
       {"role           client\n", "modes          psk, mutual\n",
        "cipher suites  TLS_AES_128_CCM_8_SHA256\n", "groups         x25519, secp256r1\n",
        "PSKs           2: \"sensor 7\", 001B\n", "certificate    CN=device\n",
        "               DNS:card.example\n", " UTC (40 days left)\n",
        "issuer sent    CN=Test root\n", "trust anchors  1: CN=Test root\n",
        "server name    broker.example\n", "ALPN           \"mqtt\", \"coap\"\n",
        "card.toml: fine\n"}) {
    expect_told(line);
  }
  EXPECT_FALSE(out_.str().contains("00112233")) << out_.str();
}

TEST_F(CheckTest, HistoricalBytesAreShownWithTheirText) {
  EXPECT_TRUE(
      check("historical_bytes = \"80 66 54 4c 53 2d 53 45 1b 20 7f\"\n" + psk("identity = \"a\"")));
  expect_told("historical     bytes 80 66 54 4C 53 2D 53 45 1B 20 7F, as text .fTLS-SE...\n");
  out_.str("");
  EXPECT_TRUE(check(psk("identity = \"a\"")));
  EXPECT_FALSE(out_.str().contains("historical")) << out_.str();
}

TEST_F(CheckTest, ManyIdentitiesAreNotAllListed) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += psk("identity = \"" + std::to_string(i) + "\"");
  EXPECT_TRUE(check(text));
  expect_told("10: \"0\", \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\" and 2 more\n");
}

TEST_F(CheckTest, ACardOfItsOwnIsWishedFor) {
  EXPECT_TRUE(check("user_pin = \"needed\"\n" + psk("identity = \"a\"")));
  expect_told("user PIN       needed before a session\n");
  expect_told("card.toml: fine, on a card of its own: user_pin = \"needed\" is for a card");
  expect_told(
      "`tls-se card pin set --card sim:FILE` puts the PIN, `tls-se card personalise --profile ");
  expect_told("and `tls-se server --card sim:FILE` uses it");
  EXPECT_FALSE(out_.str().contains("keygen")) << out_.str();
}

/// A card in memory has never made a key: that is no fault of the profile's, all else is.
TEST_F(CheckTest, AKeyThatWasMadeOnACardIsNotMissed) {
  const test::Authority authority("Test root");
  folder_.write("chain.pem", authority.issue().certificate_pem);
  folder_.write("ca.pem", authority.own().certificate_pem);
  const std::string text =
      "role = \"client\"\nmodes = [\"mutual\"]\ncertificate_chain = \"chain.pem\"\n"
      "trust_anchors = [\"ca.pem\"]\nprivate_key = \"card\"\n";
  const auto refuses = [](ObjectKind kind) {
    return [=](const CardProfile&) -> std::unique_ptr<CardReader> {
      const auto xx = static_cast<uint8_t>(0xc0 | static_cast<uint8_t>(kind));
      throw CardRefusal("these objects", sw::join(sw::kInconsistent, xx), std::nullopt);
    };
  };
  EXPECT_TRUE(
      run_check({.profile = profile(text), .make_card = refuses(ObjectKind::private_key)}, out_));
  expect_told("private key    made on the card, and kept there\n");
  for (const char* words :
       {"card.toml: fine, on a card of its own: private_key = \"card\" is a key that a card has",
        "`tls-se card keygen --card sim:FILE` makes", "`tls-se card csr --card sim:FILE` asks",
        "`tls-se client --card sim:FILE` uses it"}) {
    expect_told(words);
  }
  EXPECT_THROW(
      (void)run_check({.profile = profile(text), .make_card = refuses(ObjectKind::trust_anchor)},
                      out_),
      UsageError);
}

TEST_F(CheckTest, WarningsAreNoSuccess) {
  EXPECT_FALSE(check("[[psk]]\nidentity = \"a\"\nkey = \"0102\"\nshort_key = true\n" +
                     psk("identity = \"b\"")));
  expect_told("warning: " + (folder_.path() / "card.toml").string() + ": [[psk]] 1 has a key of 2");
  expect_told(": works, with 1 warning\n");
}

TEST_F(CheckTest, ACardThatCantBeResetCantBeUsed) {
  try {
    (void)check(psk("identity = \"a\""), "6A81");
    ADD_FAILURE() << out_.str();
  } catch (const UsageError& error) {
    EXPECT_TRUE(std::string(error.what()).contains("can't be reset: 6A81, function not supported"))
        << error.what();
  }
  EXPECT_EQ(out_.str(), "");
}

TEST_F(CheckTest, ACardThatCantBeMadeCantBeUsed) {
  const Check check = {.profile = profile(psk("identity = \"a\"")),
                       .make_card = [](const CardProfile&) -> std::unique_ptr<CardReader> {
                         throw std::runtime_error("too long");
                       }};
  EXPECT_THROW((void)run_check(check, out_), UsageError);
}

}  // namespace
}  // namespace tls_se
