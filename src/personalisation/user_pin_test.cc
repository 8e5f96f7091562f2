#include "personalisation/user_pin.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

constexpr char kVerify[] = "00 20 00 00 04 31 32 33 34";
constexpr char kReset[] = "00 D8 00 01 00";

class UserPinTest : public testing::Test {
 protected:
  static SecretBytes digits() {
    SecretBytes pin(4);
    copy_bytes(pin.bytes(), std::vector<uint8_t>{'1', '2', '3', '4'});
    return pin;
  }
  std::string refusal(const std::string& answer) {
    ScriptedCard card;
    card.answer(answer);
    try {
      UserPin(digits()).show(card);
    } catch (const PinRefused& refused) {
      return refused.what();
    }
    return "";
  }

  const std::shared_ptr<UserPin> pin_ = std::make_shared<UserPin>(digits());
};

TEST_F(UserPinTest, IsShownAtOnceAndBehindEachReset) {
  auto owned = std::make_unique<ScriptedCard>();
  ScriptedCard& card = *owned;
  card.answer("9000").answer("9000").answer("9000");
  const auto channel = with_user_pin(std::move(owned), pin_);
  EXPECT_EQ(card.commands, std::vector<std::string>{kVerify});
  channel->reset();
  EXPECT_EQ(card.resets, 1);
  EXPECT_EQ(card.commands, std::vector<std::string>(2, kVerify));
  EXPECT_EQ(channel->transmit(parse_hex(kReset).value()).status, sw::kOk);
  EXPECT_EQ(card.commands.back(), kReset);
}

TEST_F(UserPinTest, IsShownAgainToACardThatHasForgottenIt) {
  auto owned = std::make_unique<ScriptedCard>();
  ScriptedCard& card = *owned;
  card.answer("9000").answer("6982").answer("9000").answer("9000");
  const auto channel = with_user_pin(std::move(owned), pin_);
  EXPECT_EQ(channel->transmit(parse_hex(kReset).value()).status, sw::kOk);
  EXPECT_EQ(card.commands, (std::vector<std::string>{kVerify, kReset, kVerify, kReset}));
  card.answer("6982").answer("9000").answer("6982");
  EXPECT_EQ(channel->transmit(parse_hex(kReset).value()).status, sw::kSecurityStatusNotSatisfied);
  card.answer("6982");  // to what needs no PIN of the user's
  EXPECT_EQ(channel->transmit(parse_hex("00DADF28").value()).status,
            sw::kSecurityStatusNotSatisfied);
  EXPECT_TRUE(card.finished());
}

TEST_F(UserPinTest, ARefusedOneIsShownOnNoOtherChannel) {
  ScriptedCard one;
  ScriptedCard other;
  one.answer("63C2");
  EXPECT_THROW(pin_->show(one), PinRefused);
  EXPECT_THROW(pin_->show(one), PinRefused);
  EXPECT_THROW(pin_->show(other), PinRefused);
  EXPECT_EQ(one.commands.size(), 1u);
  EXPECT_EQ(other.commands.size(), 0u);
}

TEST_F(UserPinTest, ARefusalSaysWhatIsLeft) {
  EXPECT_EQ(refusal("9000"), "");
  EXPECT_EQ(refusal("63C2"), "the user's PIN is wrong, and 2 tries are left");
  EXPECT_EQ(refusal("63C1"), "the user's PIN is wrong, and 1 try is left");
  for (const char* blocked : {"63C0", "6983"}) {
    EXPECT_TRUE(refusal(blocked).contains("blocked")) << refusal(blocked);
    EXPECT_TRUE(refusal(blocked).contains("`tls-se card pin unblock`")) << refusal(blocked);
  }
  EXPECT_TRUE(refusal("6A88").contains("is not set: `tls-se card pin set`")) << refusal("6A88");
  EXPECT_EQ(refusal("6700"), "the user's PIN can't be shown: wrong length");
  for (const char* answer : {"63C2", "6983", "6700"}) {
    EXPECT_FALSE(refusal(answer).contains("1234")) << refusal(answer);
  }
}

}  // namespace
}  // namespace tls_se
