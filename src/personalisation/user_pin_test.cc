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

TEST_F(UserPinTest, IsShownAgainToAForeignCardToo) {
  auto owned = std::make_unique<ScriptedCard>();
  ScriptedCard& card = *owned;
  card.answer("9000").answer("6380").answer("9000").answer("9000");
  const auto channel = with_user_pin(std::move(owned), pin_);
  EXPECT_EQ(channel->transmit(parse_hex(kReset).value()).status, sw::kOk);
  EXPECT_EQ(card.commands, (std::vector<std::string>{kVerify, kReset, kVerify, kReset}));
  card.answer("6380");  // to what is no RECV
  EXPECT_EQ(channel->transmit(parse_hex("00DADF28").value()).status, 0x6380);
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

/// A wrong one that a mute reader takes and does not answer would be blocked by trying again.
TEST_F(UserPinTest, WithoutAnAnswerItIsShownToANewCardTwiceAtMost) {
  std::string last;
  for (int i = 0; i < 5; ++i) {
    try {
      (void)with_user_pin(std::make_unique<ScriptedCard>(), pin_);
    } catch (const std::runtime_error& error) {
      last = error.what();
    }
    EXPECT_EQ(last.contains("has had no answer twice"), i >= 2) << last;
  }
}

TEST_F(UserPinTest, AnAnswerEndsTheCount) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW((void)with_user_pin(std::make_unique<ScriptedCard>(), pin_), std::runtime_error);
    auto card = std::make_unique<ScriptedCard>();
    card->answer("9000");
    EXPECT_NO_THROW((void)with_user_pin(std::move(card), pin_));
  }
}

/// On each of its channels.
TEST_F(UserPinTest, ACardThatHadItAndGoesIsShownItAgain) {
  ScriptedCard gone;
  for (int i = 0; i < 4; ++i) EXPECT_THROW(pin_->show(gone), std::runtime_error);
  ScriptedCard back;
  back.answer("9000");
  EXPECT_NO_THROW(pin_->show_first(back));
}

/// So that nobody waits for a card of which only a new start makes use.
TEST_F(UserPinTest, ARefusedOneSaysWhatHelps) {
  ScriptedCard card;
  card.answer("63C2");
  const auto refusal = [&]() -> std::string {
    try {
      pin_->show(card);
    } catch (const PinRefused& refused) {
      return refused.what();
    }
    return "";
  };
  const std::string first = refusal();
  EXPECT_EQ(refusal(), first + "; it is not shown again until this program is started again");
}

TEST_F(UserPinTest, ARefusalSaysWhatIsLeft) {
  EXPECT_EQ(refusal("9000"), "");
  EXPECT_EQ(refusal("63C2"), "the user's PIN is wrong, and 2 tries are left");
  EXPECT_EQ(refusal("63C1"), "the user's PIN is wrong, and 1 try is left");
  for (const char* blocked : {"63C0", "6983"}) {
    EXPECT_TRUE(refusal(blocked).contains("blocked")) << refusal(blocked);
    EXPECT_TRUE(refusal(blocked).contains("`tls-se card pin unblock`")) << refusal(blocked);
  }
  EXPECT_EQ(refusal("6302"), "the user's PIN is wrong, and 2 tries are left");
  EXPECT_EQ(refusal("6301"), "the user's PIN is wrong, and 1 try is left");
  EXPECT_EQ(refusal("6300"),
            "the user's PIN is wrong, and blocked until the administrator's PIN is shown to the "
            "card (`tls-se card personalise` does that)");
  EXPECT_TRUE(refusal("6A88").contains("is not set: `tls-se card pin set`")) << refusal("6A88");
  EXPECT_EQ(refusal("6700"), "the user's PIN can't be shown: wrong length");
  for (const char* answer : {"63C2", "6983", "6700"}) {
    EXPECT_FALSE(refusal(answer).contains("1234")) << refusal(answer);
  }
}

}  // namespace
}  // namespace tls_se
