#include "card/personalised_flash.h"

#include <gtest/gtest.h>

#include "personalisation/card_commands.h"
#include "personalisation/card_contents.h"
#include "platform/host/host_crypto.h"
#include "support/issued_certificates.h"

namespace tls_se {
namespace {

/// A card that has made its own key, and is personalised again and again.
class KeyOnCardTest : public testing::Test {
 protected:
  class Card final : public CardReader {
   public:
    explicit Card(Flash& flash) : body_(crypto_, &signatures_, &key_maker_, flash, CardBuild()) {
      crypto_.use_keys(&body_.keys());
      signatures_.use_keys(&body_.keys());
      body_.power_up();
    }
    CardResponse transmit(Bytes command) override {
      std::vector<uint8_t> response(kMaxShortResponse);
      const Response result = body_.process(command, response);
      response.resize(result.size);
      return {.data = std::move(response), .status = result.status};
    }
    void reset() override { body_.power_up(); }
    [[nodiscard]] std::string name() const override { return "card"; }

   private:
    HostCrypto crypto_;
    HostSignatures signatures_;
    HostKeyMaker key_maker_;
    CardBody body_;
  };

  void SetUp() override {
    point_ = CommandsOfCard(*this).commands.generate_key_pair(0);
    profile_.modes = Mode::certificate;
    profile_.private_key_on_card = true;
  }
  /// No one else has the flash meanwhile.
  struct CommandsOfCard {
    explicit CommandsOfCard(KeyOnCardTest& test) : card(test.flash_), commands(card) {}
    Card card;
    CardCommands commands;
  };

  [[nodiscard]] std::vector<uint8_t> point_now() {
    return CommandsOfCard(*this).commands.read(ObjectKind::private_key).value_or(none_);
  }
  /// What the card says to a profile; nothing if it takes it.
  std::string refusal(ObjectKind to_blame = ObjectKind::private_key) {
    try {
      personalise(flash_, profile_, CardBuild());
      return "";
    } catch (const CardRefusal& refusal) {
      EXPECT_EQ(refusal.kind(), to_blame) << refusal.what();
      return refusal.what();
    }
  }

  MemoryFlash flash_ = flash_for(demo_card_profile());
  const std::vector<uint8_t> none_;
  std::vector<uint8_t> point_;
  CardProfile profile_;
  const test::Authority authority_{"Root"};
};

TEST_F(KeyOnCardTest, ItsKeyIsLeftAlone) {
  profile_.certificate_chain = {authority_.certify(point_).certificate};
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(refusal(), "");  // and the same again
  EXPECT_EQ(point_now(), point_);
  profile_ = demo_card_profile();
  profile_.private_key_on_card = true;  // which such a profile has not, once it has been read
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(point_now(), point_);
}

TEST_F(KeyOnCardTest, AProfileThatSaysNothingOfItRemovesIt) {
  profile_ = demo_card_profile();
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(point_now(), none_);
}

TEST_F(KeyOnCardTest, AProfileWithAKeyReplacesIt) {
  const test::Identity own = authority_.issue();
  profile_.private_key_on_card = false;
  profile_.private_key = own.private_key;
  profile_.certificate_chain = {own.certificate};
  EXPECT_EQ(refusal(), "");
  EXPECT_NE(point_now(), point_);
  EXPECT_NE(point_now(), none_);
}

TEST_F(KeyOnCardTest, ACertificateForAnotherKeyIsRefusedInWords) {
  profile_.certificate_chain = {authority_.issue().certificate};
  const std::string words = refusal();
  EXPECT_TRUE(
      words.contains("see the card's private key (none is the one that the certificate is "
                     "for: `tls-se card csr` asks"))
      << words;
  EXPECT_EQ(point_now(), point_);
  EXPECT_FALSE(CommandsOfCard(*this).commands.read(ObjectKind::certificate_chain));
}

TEST_F(KeyOnCardTest, TheUsersPinHasToBeThereWhereItIsNeeded) {
  profile_ = demo_card_profile();
  profile_.user_pin_for_tls = true;
  const std::string words = refusal(ObjectKind::user_pin_for_tls);
  EXPECT_TRUE(words.contains("there is no user PIN yet: `tls-se card pin set` puts one")) << words;
  const std::vector<uint8_t> pin = {'1', '2', '3', '4'};
  CommandsOfCard(*this).commands.put(ObjectKind::user_pin, 0, pin);
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(CommandsOfCard(*this).commands.read(ObjectKind::user_pin_for_tls),
            std::vector<uint8_t>{1});
}

TEST_F(KeyOnCardTest, HistoricalBytesAreThoseOfItsLastProfile) {
  const auto told = [&] {
    Card card(flash_);
    return read_contents(card).profile;
  };
  profile_ = demo_card_profile();
  EXPECT_EQ(refusal(), "");
  EXPECT_TRUE(told().value().historical_bytes.empty());
  for (const size_t size : {1, 15}) {
    profile_.historical_bytes.assign(size, 0x41);
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(told().value().historical_bytes, profile_.historical_bytes);
  }
  profile_.historical_bytes.push_back(0x41);  // as no profile that was read has
  EXPECT_EQ(refusal(ObjectKind::historical_bytes),
            "the card refuses historical bytes: it is not right: a malformed message");
  profile_.historical_bytes.clear();
  EXPECT_EQ(refusal(), "");
  EXPECT_TRUE(told().value().historical_bytes.empty());
}

}  // namespace
}  // namespace tls_se
