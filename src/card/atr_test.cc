#include "card/atr.h"

#include <gtest/gtest.h>

#include <random>

#include "card/historical_bytes.h"
#include "card/host_cards.h"
#include "personalisation/card_commands.h"
#include "support/hex.h"
#include "support/scripted_card.h"

namespace tls_se {
namespace {

constexpr CardProtocols kEachProtocols[] = {CardProtocols::t0, CardProtocols::t1,
                                            CardProtocols::both};

/// With a check byte that is right.
std::vector<uint8_t> checked(const std::string& hex) {
  std::vector<uint8_t> atr = from_hex(hex);
  uint8_t check = 0;
  for (const uint8_t byte : Bytes(atr).subspan(1)) check ^= byte;
  atr.push_back(check);
  return atr;
}

std::optional<CardProtocols> protocols_of(const std::vector<uint8_t>& atr) {
  const auto parsed = parse_atr(atr);
  return parsed ? std::optional(parsed->protocols) : std::nullopt;
}

TEST(AtrTest, OffersWhatItIsTold) {
  const std::vector<uint8_t> bytes = from_hex("80 62 41 42");
  EXPECT_EQ(to_spaced_hex(make_atr(CardProtocols::t0, bytes)), "3B 14 96 80 62 41 42");
  EXPECT_EQ(to_spaced_hex(make_atr(CardProtocols::t1, bytes)),
            "3B 94 96 81 31 FE 45 80 62 41 42 E8");
  EXPECT_EQ(to_spaced_hex(make_atr(CardProtocols::both, bytes)),
            "3B 94 96 80 31 FE 45 80 62 41 42 E9");
}

TEST(AtrTest, IsReadAsItIsMade) {
  for (const CardProtocols protocols : kEachProtocols) {
    for (size_t count = 0; count <= kMaxHistoricalBytes; ++count) {
      const std::vector<uint8_t> bytes(count, 0xa5);
      const auto parsed = parse_atr(make_atr(protocols, bytes));
      ASSERT_TRUE(parsed) << count;
      EXPECT_EQ(parsed->protocols, protocols);
      EXPECT_EQ(parsed->historical_bytes, bytes);
    }
  }
}

TEST(AtrTest, HasRoomForFifteen) {
  for (const CardProtocols protocols : kEachProtocols) {
    EXPECT_THROW((void)make_atr(protocols, std::vector<uint8_t>(16)), std::length_error);
  }
}

/// Cards that people have.
TEST(AtrTest, OfOtherCards) {
  EXPECT_EQ(
      protocols_of(from_hex("3B 9F 96 80 1F C7 80 31 A0 73 BE 21 13 67 43 20 07 18 00 00 01 A5")),
      CardProtocols::t0);
  EXPECT_EQ(protocols_of(from_hex("3B 65 00 00 9C 02 02 07 02")), CardProtocols::t0);
  EXPECT_EQ(
      protocols_of(from_hex("3B DA 18 FF 81 B1 FE 75 1F 03 00 31 C5 73 C0 01 40 00 90 00 0C")),
      CardProtocols::t1);
  const auto inverse = parse_atr(from_hex("3F 02 41 42"));
  ASSERT_TRUE(inverse);
  EXPECT_EQ(inverse->historical_bytes, from_text("AB"));
}

TEST(AtrTest, ProtocolsThatItNames) {
  EXPECT_EQ(protocols_of(from_hex("3B 80 00")), CardProtocols::t0);  // no check byte
  EXPECT_EQ(protocols_of(checked("3B 80 01")), CardProtocols::t1);
  EXPECT_EQ(protocols_of(checked("3B 80 80 01")), CardProtocols::both);
  EXPECT_EQ(protocols_of(checked("3B 80 80 81 1F 00")), CardProtocols::both);
  EXPECT_EQ(protocols_of(checked("3B 80 80 0E")), CardProtocols::t0);  // and one of its own
  EXPECT_FALSE(protocols_of(checked("3B 80 0E")));                     // that alone
  EXPECT_FALSE(protocols_of(checked("3B 80 0F")));
}

TEST(AtrTest, CutOffAtEachByte) {
  for (const CardProtocols protocols : kEachProtocols) {
    for (const size_t count : {0, 1, 15}) {
      const std::vector<uint8_t> atr = make_atr(protocols, std::vector<uint8_t>(count, 0x80));
      for (size_t size = 0; size < atr.size(); ++size) {
        // In memory of its own, where reading beyond it is noticed.
        const std::vector<uint8_t> part(atr.begin(), atr.begin() + size);
        EXPECT_FALSE(parse_atr(part)) << to_hex(atr) << ", " << size;
      }
    }
  }
}

TEST(AtrTest, WithOneByteMore) {
  for (const CardProtocols protocols : kEachProtocols) {
    std::vector<uint8_t> atr = make_atr(protocols, default_historical_bytes(4));
    atr.push_back(0);
    EXPECT_FALSE(parse_atr(atr)) << to_hex(atr);
  }
}

/// T=0 alone has no check byte, and what it has not can't be wrong.
TEST(AtrTest, WithABitThatIsWrong) {
  for (const CardProtocols protocols : {CardProtocols::t1, CardProtocols::both}) {
    const std::vector<uint8_t> right = make_atr(protocols, default_historical_bytes(4));
    for (size_t bit = 0; bit < 8 * right.size(); ++bit) {
      if (bit == 2) continue;  // the other convention
      std::vector<uint8_t> atr = right;
      atr[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
      EXPECT_FALSE(parse_atr(atr)) << to_hex(atr);
    }
  }
}

TEST(AtrTest, WithMoreHistoricalBytesThanThereAre) {
  EXPECT_TRUE(parse_atr(from_hex("3B 02 41 42")));
  for (const char* const wrong : {"3B 03 41 42", "3B 0F 41 42", "3B 01 41 42", "3B 00 41"}) {
    EXPECT_FALSE(parse_atr(from_hex(wrong))) << wrong;
  }
  // The check byte is none of them.
  EXPECT_TRUE(parse_atr(checked("3B 82 01 41 42")));
  EXPECT_FALSE(parse_atr(checked("3B 83 01 41 42")));
  EXPECT_FALSE(parse_atr(checked("3B 81 01 41 42")));
}

/// Whatever it is, what is read of it is in it.
TEST(AtrTest, OfAnyBytes) {
  std::minstd_rand random(1);
  size_t parsed_ones = 0;
  for (int i = 0; i < 20000; ++i) {
    std::vector<uint8_t> atr(random() % 36);
    for (uint8_t& byte : atr) byte = static_cast<uint8_t>(random() >> 8);
    if (!atr.empty()) atr[0] = 0x3b;
    if (atr.size() > 1) atr[1] &= 0x7f;  // without a check byte, which would seldom be right
    const auto parsed = parse_atr(atr);
    if (!parsed) continue;
    ++parsed_ones;
    const std::vector<uint8_t> end(atr.end() - (atr[1] & 0x0f), atr.end());
    EXPECT_EQ(parsed->historical_bytes, end);
    static_cast<void>(card_capabilities(parsed->historical_bytes));
  }
  EXPECT_GT(parsed_ones, 100U);
}

TEST(AtrTest, ThatIsNone) {
  EXPECT_FALSE(parse_atr({}));
  EXPECT_FALSE(parse_atr(from_hex("00 00")));
  EXPECT_FALSE(parse_atr(from_hex("3C 00")));
  EXPECT_FALSE(parse_atr(std::vector<uint8_t>(33, 0x80)));
  // Interface bytes without an end; right but for its 32 bytes behind TS, and with a longer one.
  std::string hex = "3B 80";
  while (from_hex(hex).size() < 31) hex += " 81";
  EXPECT_TRUE(parse_atr(checked(hex + " 01")));
  EXPECT_FALSE(parse_atr(checked(hex + " 81 01")));
  EXPECT_FALSE(parse_atr(checked(hex + " 81")));
}

TEST(AtrOfCardTest, HasWhatTheCardWasGiven) {
  CardProfile profile = demo_card_profile();
  profile.historical_bytes = from_hex("80 66 54 4C 53 2D 53 45");
  const auto card = in_process_card(profile);
  for (const CardProtocols protocols : kEachProtocols) {
    EXPECT_EQ(atr_of(*card, 1, protocols), make_atr(protocols, profile.historical_bytes));
  }
}

TEST(AtrOfCardTest, TellsWhatTheCardCanDoElse) {
  const HostCards cards(demo_card_profile());
  for (const size_t channels : {1, 4}) {
    EXPECT_EQ(atr_of(*cards.make(channels), channels, CardProtocols::both),
              make_atr(CardProtocols::both, default_historical_bytes(channels)));
  }
}

TEST(AtrOfCardTest, OfACardThatChanges) {
  const auto card = blank_card();
  const auto usual = make_atr(CardProtocols::t1, default_historical_bytes(4));
  EXPECT_EQ(atr_of(*card, 4, CardProtocols::t1), usual);
  CardCommands commands(*card);
  const std::vector<uint8_t> own(15, 0x41);
  commands.put(ObjectKind::historical_bytes, 0, own);
  EXPECT_EQ(atr_of(*card, 4, CardProtocols::t1), make_atr(CardProtocols::t1, own));
  commands.put(ObjectKind::historical_bytes, 0, {});
  EXPECT_EQ(atr_of(*card, 4, CardProtocols::t1), usual);
}

TEST(AtrOfCardTest, OfACardThatIsTerminated) {
  const auto card = blank_card();
  CardCommands commands(*card);
  const std::vector<uint8_t> pin = from_text("12345678");
  commands.put(ObjectKind::historical_bytes, 0, from_text("A"));
  commands.put(ObjectKind::administrator_pin, 0, pin);
  EXPECT_EQ(commands.verify(0x01, pin), sw::kOk);
  commands.terminate();
  EXPECT_EQ(atr_of(*card, 4, CardProtocols::both),
            make_atr(CardProtocols::both, default_historical_bytes(4)));
}

/// Bytes that no card of ours tells, and one that is gone.
TEST(AtrOfCardTest, OfACardThatIsWrong) {
  const auto usual = make_atr(CardProtocols::t0, default_historical_bytes(2));
  for (const char* const told : {"9000", "DF2D00 9000", "DF 9000", "6F00", "6A88",
                                 "DF2D10 00112233445566778899AABBCCDDEEFF 9000"}) {
    ScriptedCard card;
    card.answer(told);
    EXPECT_EQ(atr_of(card, 2, CardProtocols::t0), usual) << told;
    EXPECT_EQ(card.commands.front(), "00 CB 3F FF 04 5C 02 DF 2D 00");
  }
  ScriptedCard mute;
  EXPECT_THROW((void)atr_of(mute, 2, CardProtocols::t0), std::runtime_error);
}

}  // namespace
}  // namespace tls_se
