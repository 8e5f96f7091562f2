// A card whose memory can't be read, or can't be written when power comes, says that it is at its
// end, and does nothing. Nor does it lose anything by that: with a memory that works it goes on.
#include <gtest/gtest.h>

#include <algorithm>

#include "card_with_flash.h"
#include "live_session.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

class FlashThatFails final : public MemoryFlash {
 public:
  FlashThatFails() : MemoryFlash(2048, 8) {}
  bool program(size_t at, const Bytes& words) override {
    return !fails && MemoryFlash::program(at, words);
  }
  bool erase(size_t page) override { return !fails && MemoryFlash::erase(page); }
  /// The record behind the number of each area that holds any is such as no loss of power leaves.
  void spoil() {
    for (size_t area = 0; area < bytes().size(); area += bytes().size() / 2) {
      const MutableBytes record = bytes().subspan(area).subspan<3 * kWordSize, kWordSize>();
      if (record[0] != kErased) std::ranges::fill(record, uint8_t{0x5a});
    }
  }
  bool fails = false;
};

void personalise(CardWithFlash& card) {
  make_psk_server(card);
  ASSERT_EQ(card.status("00DADF2C0441424344"), sw::kOk);
  ASSERT_EQ(card.status("00440000"), sw::kOk);
}

void expect_dead(CardWithFlash& card) {
  EXPECT_EQ(card.answer("00CA011000"), "0C 9000");
  EXPECT_EQ(card.answer("00A4040007F0544C532D534500"),
            "6F 0C 84 07 F0 54 4C 53 2D 53 45 8A 01 0C 9000");
  EXPECT_EQ(card.answer("00A4040C06010203040500"), "9000");
  EXPECT_EQ(card.answer("00A4040006A0000000030000"), "6A82");
  EXPECT_EQ(card.answer("00CADF2C00"), "6982");
  for (const char* const command :
       {"00120080", "002000010441424344", "0024000108 4142434431323334", "002C0300", "00440000",
        "0046000000", "0070000001", "0084000008", "00C0000000", "00CB3FFF045C02DF2000",
        "00D8000100", "00DADF23020040", "00DB3FFF05DF23020040", "00E40000", "00FE0000"}) {
    EXPECT_EQ(card.answer(command), "6581") << command;
  }
  EXPECT_EQ(card.answer("00B0000000"), "6D00");
}

TEST(DeadCard, IsTerminatedAsLongAsItsMemoryCantBeMadeWhole) {
  FlashThatFails flash;
  CardWithFlash card(flash);
  personalise(card);
  // A record that power went in: what is valid has to move.
  const std::vector<uint8_t> half(Flash::kWordSize, 0x11);
  for (size_t at = 0; at < flash.mapped().size(); at += Flash::kWordSize) {
    const Bytes rest = flash.mapped().subspan(at, 2048);
    if (at % 2048 != 0 && std::ranges::all_of(rest, [](uint8_t byte) { return byte == 0xff; })) {
      ASSERT_TRUE(flash.program(at, half));
      break;
    }
  }
  flash.fails = true;
  card.reset();
  expect_dead(card);
  flash.fails = false;
  card.reset();
  EXPECT_EQ(card.answer("00CA011000"), "05 9000");
  EXPECT_EQ(card.answer("002000010441424344"), "9000");
  EXPECT_TRUE(LiveSession(transmit_of(card)).echoes());
}

TEST(DeadCard, IsTerminatedIfItsMemoryHoldsWhatNoLossOfPowerExplains) {
  FlashThatFails flash;
  CardWithFlash card(flash);
  personalise(card);
  flash.spoil();
  const std::vector<uint8_t> before(flash.mapped().begin(), flash.mapped().end());
  card.reset();
  expect_dead(card);
  EXPECT_TRUE(std::ranges::equal(flash.mapped(), before)) << "nothing is written to it";
}

TEST(DeadCard, IsOneThatHasNeverHadAMemory) {
  FlashThatFails flash;
  flash.fails = true;
  CardWithFlash card(flash);
  expect_dead(card);
}

}  // namespace
}  // namespace tls_se::test
