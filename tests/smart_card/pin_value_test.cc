// What a PIN can be: four bytes at least, without the FF behind them that pad it. And what becomes
// of its tries while a new one is not valid yet.
#include <gtest/gtest.h>

#include "card_with_flash.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

const std::vector<std::string> kTooShort = {"FFFFFFFF", "31FFFFFF", "313233FF", "313233FFFFFF",
                                            std::string(32, 'F')};

std::string with_size(const std::string& hex) {
  return to_hex(std::vector<uint8_t>{static_cast<uint8_t>(hex.size() / 2)}) + hex;
}

/// Its PINs are "0123" and "ABCD", and the administrator's has been shown.
struct CardWithPins {
  CardWithFlash card;

  CardWithPins() {
    for (const char* const command :
         {"00DADF2B0430313233", "00DADF2C0441424344", "002000010441424344"}) {
      EXPECT_EQ(card.status(command), sw::kOk);
    }
  }
  std::string answer(const std::string& command) { return card.answer(command); }
  void expect_unchanged() {
    EXPECT_EQ(answer("00200000"), "63C3");
    EXPECT_EQ(answer("002000000430313233"), "9000");
    EXPECT_EQ(answer("0020FF00"), "9000");
  }
};

TEST(PinValue, IsNotPutIfItIsTooShortWithoutItsPadding) {
  for (const std::string& value : kTooShort) {
    CardWithPins card;
    EXPECT_EQ(card.answer("00DADF2B" + with_size(value)), "6A80") << value;
    EXPECT_EQ(card.answer("00CA011300"), "0F 00 00 01 9000") << value;
    EXPECT_EQ(card.answer("00DADF2C" + with_size(value)), "6A80") << value;
    card.expect_unchanged();
  }
}

TEST(PinValue, IsNotChangedToOneThatIsTooShortWithoutItsPadding) {
  for (const std::string& value : kTooShort) {
    CardWithPins card;
    std::string old = "30313233";
    old.resize(value.size(), 'F');
    EXPECT_EQ(card.answer("00240000" + with_size(old + value)), "6A80") << value;
    EXPECT_EQ(card.answer("00200000"), "9000") << "the old one has been shown by this";
    EXPECT_EQ(card.answer("0020FF00"), "9000");
    card.expect_unchanged();
  }
}

TEST(PinValue, IsNotResetToOneThatIsTooShortWithoutItsPadding) {
  for (const std::string& value : kTooShort) {
    CardWithPins card;
    EXPECT_EQ(card.answer("00200000053031323334"), "63C2");
    EXPECT_EQ(card.answer("002C0200" + with_size(value)), "6A80") << value;
    EXPECT_EQ(card.answer("00200000"), "63C2") << "and no try is given back";
    EXPECT_EQ(card.answer("002000000430313233"), "9000");
  }
}

TEST(PinValue, IsNeverPaddingAlone) {
  for (const size_t size : {1, 4, 16}) {
    CardWithPins card;
    EXPECT_EQ(card.answer("00200000" + with_size(std::string(2 * size, 'F'))), "63C2");
    EXPECT_EQ(card.answer("00200001" + with_size(std::string(2 * size, 'F'))), "63C9");
  }
  // Nor where there is no PIN, or none any more.
  CardWithPins card;
  EXPECT_EQ(card.answer("00DADF2B"), "9000");
  EXPECT_EQ(card.answer("0020000004FFFFFFFF"), "6A88");
  CardWithFlash blank;
  EXPECT_EQ(blank.answer("0020000004FFFFFFFF"), "6A88");
}

TEST(PinValue, MayHavePaddingBehindItAndAnyByteWithin) {
  for (const std::string value : {"313233FF35", "FFFFFF31", "00000000", "31FFFFFFFFFFFF32"}) {
    CardWithPins card;
    EXPECT_EQ(card.answer("00DADF2B" + with_size(value + "FFFF")), "9000") << value;
    EXPECT_EQ(card.answer("00200000" + with_size(value)), "9000") << value;
    EXPECT_EQ(card.answer("00200000" + with_size(value + "FF")), "9000") << value;
    EXPECT_EQ(card.answer("00200000" + with_size(value.substr(2))), "63C2") << value;
  }
}

/// One counter is for the old PIN and the new, and is full when the new one becomes valid.
TEST(PinInATransaction, HasAllItsTriesIfAGuessCameBetween) {
  CardWithPins card;
  EXPECT_EQ(card.answer("00120080"), "9000");
  EXPECT_EQ(card.answer("00DADF2B0439393939"), "9000");
  EXPECT_EQ(card.answer("002000000439393939"), "63C2");  // the old one is valid still
  EXPECT_EQ(card.answer("00120081"), "9000");
  EXPECT_EQ(card.answer("00200000"), "63C3");
  EXPECT_EQ(card.answer("002000000439393939"), "9000");
  EXPECT_EQ(card.answer("0020FF00"), "9000");
  EXPECT_EQ(card.answer("00200000"), "63C3");
}

/// Who has no room for a new PIN has not put one, and gets no try of the old one back, though there
/// may be room for the counter, which is shorter.
TEST(PinInATransaction, IsNoneIfThereWasNoRoomForIt) {
  size_t refused = 0;
  for (size_t size = 1; size < 64; size += 4) {  // of the name of a server
    MemoryFlash flash(2048, 8);
    CardWithFlash card(flash);
    EXPECT_EQ(card.answer("00DADF2B0430313233"), "9000");
    EXPECT_EQ(card.answer("002000000439393939"), "63C2");
    EXPECT_EQ(card.answer("00120080"), "9000");
    fill_with_keys(card, 0);
    static_cast<void>(card.answer("00DADF28" + with_size(std::string(2 * size, '6'))));
    if (card.answer("00DADF2B0439393939") == "9000") continue;
    ++refused;
    EXPECT_EQ(card.answer("00120081"), "9000") << size;
    EXPECT_EQ(card.answer("00200000"), "63C2") << size;
    EXPECT_EQ(card.answer("002000000430313233"), "9000") << size;
  }
  EXPECT_GT(refused, 0U);
}

TEST(PinInATransaction, HasAllItsTriesIfNoGuessCameBetween) {
  CardWithPins card;
  EXPECT_EQ(card.answer("002000000439393939"), "63C2");
  EXPECT_EQ(card.answer("00120080"), "9000");
  EXPECT_EQ(card.answer("002000000439393939"), "63C1");
  EXPECT_EQ(card.answer("00DADF2B0439393939"), "9000");
  EXPECT_EQ(card.answer("00200000"), "63C1");
  EXPECT_EQ(card.answer("00120081"), "9000");
  EXPECT_EQ(card.answer("00200000"), "63C3");
}

TEST(PinInATransaction, LeavesTheOldOneItsCounterIfItIsGivenUp) {
  CardWithPins card;
  EXPECT_EQ(card.answer("00120080"), "9000");
  EXPECT_EQ(card.answer("00DADF2B0439393939"), "9000");
  EXPECT_EQ(card.answer("002000000439393939"), "63C2");
  EXPECT_EQ(card.answer("00120082"), "9000");
  EXPECT_EQ(card.answer("00200000"), "63C2");
  EXPECT_EQ(card.answer("002000000430313233"), "9000");
}

TEST(PinInATransaction, GivesThatUpByAnotherWayEvenIfItIsRefusedThere) {
  for (const char* const command : {"0024000008 30313233 FFFFFFFF", "002C020004 FFFFFFFF"}) {
    CardWithPins card;
    EXPECT_EQ(card.answer("00120080"), "9000");
    EXPECT_EQ(card.answer("0024000008 39393939 34353637"), "63C2");
    EXPECT_EQ(card.answer("00DADF23020040"), "9000");
    EXPECT_EQ(card.answer(command), "6A80");
    EXPECT_EQ(card.answer("00120081"), "6985");
    EXPECT_EQ(card.answer("00CADF2300"), "6A88");
  }
  CardWithPins card;
  EXPECT_EQ(card.answer("00120080"), "9000");
  EXPECT_EQ(card.answer("00DADF23020040"), "9000");
  EXPECT_EQ(card.answer("0024000008 39393939 34353637"), "63C2");
  EXPECT_EQ(card.answer("00120081"), "9000");
  EXPECT_EQ(card.answer("00CADF2300"), "00 40 9000");
}

}  // namespace
}  // namespace tls_se::test
