#include "vcard/slot_card.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

class SlotCardTest : public testing::Test {
 protected:
  [[nodiscard]] SlotCard slot(bool speaks_t0 = false) {
    auto owned = std::make_unique<ScriptedCard>();
    card_ = owned.get();
    const auto atr = [this](CardReader&) {
      return std::vector<uint8_t>{0x3b, static_cast<uint8_t>(atrs_++)};
    };
    return {std::move(owned), atr, speaks_t0};
  }
  static std::string take(SlotCard& slot, const std::string& message) {
    const auto answer = slot.take(parse_hex(message).value());
    return answer ? to_spaced_hex(*answer) : "none";
  }

  ScriptedCard* card_ = nullptr;
  int atrs_ = 0;
};

TEST_F(SlotCardTest, TellsItsAtrAlsoWithoutPower) {
  SlotCard card = slot();
  EXPECT_EQ(take(card, "04"), "3B 00");
  EXPECT_EQ(take(card, "01"), "none");
  EXPECT_EQ(take(card, "04"), "3B 01");  // as it is after this reset
}

TEST_F(SlotCardTest, PowerAndResetClearItsMemory) {
  SlotCard card = slot();
  (void)take(card, "01");
  EXPECT_EQ(card_->resets, 1);
  (void)take(card, "01");  // it has power
  EXPECT_EQ(card_->resets, 1);
  (void)take(card, "02");  // warm
  EXPECT_EQ(card_->resets, 2);
  (void)take(card, "00");
  EXPECT_EQ(card_->resets, 3);
  (void)take(card, "02");  // cold
  EXPECT_EQ(card_->resets, 4);
}

TEST_F(SlotCardTest, AnswersCommands) {
  SlotCard card = slot();
  (void)take(card, "01");
  card_->answer("0102 9000");
  EXPECT_EQ(take(card, "00C00000"), "01 02 90 00");
  EXPECT_EQ(card_->resets, 1);
}

/// A card that was pulled out and put in again before its reader has looked.
TEST_F(SlotCardTest, ACommandWithoutPowerFindsAFreshCard) {
  SlotCard card = slot();
  card_->answer("6985").answer("9000").answer("6985");
  EXPECT_EQ(take(card, "00C00000"), "69 85");
  EXPECT_EQ(card_->resets, 1);
  EXPECT_EQ(take(card, "00D80001"), "90 00");
  EXPECT_EQ(card_->resets, 1);
  card.lose_power();
  EXPECT_EQ(take(card, "00C00000"), "69 85");
  EXPECT_EQ(card_->resets, 3);
}

TEST_F(SlotCardTest, OfNoOtherControlItTakesNotice) {
  SlotCard card = slot();
  EXPECT_EQ(take(card, "03"), "none");
  EXPECT_EQ(take(card, "FF"), "none");
  EXPECT_EQ(take(card, ""), "none");
  EXPECT_TRUE(card_->commands.empty());
  EXPECT_EQ(card_->resets, 0);
}

TEST_F(SlotCardTest, T0IsForACardThatSpeaksIt) {
  SlotCard t1 = slot();
  (void)take(t1, "01");
  card_->answer("6700");
  EXPECT_EQ(take(t1, "0044000000"), "67 00");
  SlotCard t0 = slot(true);
  (void)take(t0, "01");
  card_->answer("6700").answer("9000");
  EXPECT_EQ(take(t0, "0044000000"), "90 00");
}

TEST_F(SlotCardTest, AnAnswerLongerThanAMessageIsRefused) {
  SlotCard card = slot();
  (void)take(card, "01");
  card_->answer(std::string(2 * 65533, '0') + "9000");
  EXPECT_EQ(card.take(parse_hex("00C00000").value())->size(), 65535u);
  card_->answer(std::string(2 * 65534, '0') + "9000");
  EXPECT_EQ(take(card, "00C00000"), "67 00");
}

}  // namespace
}  // namespace tls_se
