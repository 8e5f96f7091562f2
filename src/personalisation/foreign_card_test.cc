#include "personalisation/foreign_card.h"

#include <gtest/gtest.h>

#include "personalisation/card_purpose.h"
#include "support/scripted_card.h"

namespace tls_se {
namespace {

constexpr char kSelectApplet[] = "00 A4 04 00 06 01 02 03 04 05 00";
constexpr char kResetApplet[] = "00 D8 00 01 00";

class ForeignCardTest : public testing::Test {
 protected:
  std::string refusal() {
    try {
      (void)read_purpose(card_);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }

  ScriptedCard card_;
};

TEST_F(ForeignCardTest, IsOneThatHasTheNameAndTellsNothing) {
  card_.answer("9000").answer("9000");
  const CardPurpose purpose = read_purpose(card_);
  EXPECT_EQ(purpose.kind, CardPurpose::Kind::foreign);
  EXPECT_EQ(purpose.role, Role::server);
  EXPECT_FALSE(purpose.needs_user_pin);
  EXPECT_EQ(card_.commands, (std::vector<std::string>{kSelectApplet, kResetApplet}));
}

TEST_F(ForeignCardTest, TellsByItsAnswerToResetWhetherItWantsThePin) {
  card_.answer("9000").answer("6380");
  EXPECT_TRUE(read_purpose(card_).needs_user_pin);
}

TEST_F(ForeignCardTest, IsAClientsIfItBeginsByItself) {
  card_.answer("9000").answer("9F03").answer("160301 9000");
  EXPECT_EQ(read_purpose(card_).role, Role::client);
}

TEST_F(ForeignCardTest, ACardWithoutTheNameIsNone) {
  card_.answer("6A82");
  EXPECT_TRUE(refusal().contains("does not tell its life cycle")) << refusal();
  EXPECT_EQ(card_.commands.size(), 1u);
}

TEST_F(ForeignCardTest, NorIsOneThatKnowsNoReset) {
  card_.answer("9000").answer("6D00");
  EXPECT_EQ(refusal(),
            "has an application of this name that refuses RESET: instruction not supported");
}

TEST_F(ForeignCardTest, OneOfOursIsNotSelected) {
  card_.object(0x10, "0C");
  EXPECT_TRUE(refusal().starts_with("is terminated")) << refusal();
  EXPECT_TRUE(card_.commands.empty());
}

class ForeignAppletTest : public testing::Test {
 protected:
  ScriptedCard* const card_ = new ScriptedCard();  // the reader's
  const std::unique_ptr<CardReader> reader_ =
      with_foreign_applet(std::unique_ptr<CardReader>(card_));
};

TEST_F(ForeignAppletTest, IsSelectedAgainBehindAReset) {
  EXPECT_TRUE(card_->commands.empty());
  card_->answer("9000");
  reader_->reset();
  EXPECT_EQ(card_->resets, 1);
  EXPECT_EQ(card_->commands, std::vector<std::string>{kSelectApplet});
  card_->answer("6A82");
  EXPECT_THROW(reader_->reset(), std::runtime_error);
}

TEST_F(ForeignAppletTest, AndWhenTheCardHasBeenElsewhere) {
  EXPECT_FALSE(reader_->occupy());
  EXPECT_TRUE(card_->commands.empty());
  card_->is_elsewhere_between = true;
  card_->answer("9000");
  EXPECT_TRUE(reader_->occupy());
  EXPECT_EQ(card_->commands, std::vector<std::string>{kSelectApplet});
  reader_->release();
  EXPECT_FALSE(card_->is_occupied);
  card_->answer("6A82");
  EXPECT_THROW(reader_->occupy(), std::runtime_error);
  EXPECT_FALSE(card_->is_occupied);
}

SecretBytes secret(const std::string& text) {
  SecretBytes bytes(text.size());
  copy_bytes(bytes.bytes(), std::vector<uint8_t>(text.begin(), text.end()));
  return bytes;
}

TEST(ForeignPinTest, IsPaddedToEightBytes) {
  EXPECT_EQ(to_hex(foreign_pin(secret("0000")).bytes()), "30303030FFFFFFFF");
  EXPECT_EQ(to_hex(foreign_pin(secret("12345678")).bytes()), "3132333435363738");
  EXPECT_THROW((void)foreign_pin(secret("123456789")), std::runtime_error);
}

}  // namespace
}  // namespace tls_se
