#include "node/fragment_size.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

constexpr char kResetOfCard[] = "00 D8 00 01 00";

/// RECV(F-First) of the beginning of a ClientHello, so long.
std::string first_fragment(size_t size) {
  std::vector<uint8_t> command = {0x00, 0xd8, 0x00, 0x01, static_cast<uint8_t>(size),
                                  0x16, 0x03, 0x01, 0x02, 0x00};
  command.resize(5 + size);
  return to_spaced_hex(command);
}

class FragmentSizeTest : public testing::Test {
 protected:
  /// Answers RESET, and refuses a fragment.
  void refuse(const std::string& status) { card_.answer("9000").answer(status); }
  void take() { card_.answer("9000").answer("9000").answer("9000"); }

  ScriptedCard card_;
};

TEST_F(FragmentSizeTest, ACardOfOursTakesAllAndIsNotTried) {
  card_.object(0x10, "01");
  find_fragment_size(card_);
  EXPECT_EQ(card_.fragment_size(), 255u);
  EXPECT_TRUE(card_.commands.empty());
}

TEST_F(FragmentSizeTest, AnyOtherIsTriedFromTheLongestOn) {
  refuse("6D02");
  take();
  find_fragment_size(card_);
  EXPECT_EQ(card_.fragment_size(), 240u);
  EXPECT_EQ(card_.commands,
            (std::vector<std::string>{kResetOfCard, first_fragment(255), kResetOfCard,
                                      first_fragment(240), kResetOfCard}));
}

TEST_F(FragmentSizeTest, OneThatTakesAllIsLeftAtOnce) {
  take();
  find_fragment_size(card_);
  EXPECT_EQ(card_.fragment_size(), 255u);
  EXPECT_TRUE(card_.finished());
}

TEST_F(FragmentSizeTest, EachSizeHasItsTurn) {
  for (const char* status : {"6700", "6D02", "6F00", "6A80"}) refuse(status);
  take();
  find_fragment_size(card_);
  EXPECT_EQ(card_.fragment_size(), 32u);
  EXPECT_TRUE(card_.finished());
}

TEST_F(FragmentSizeTest, IsFoundOutOnce) {
  take();
  find_fragment_size(card_);
  find_fragment_size(card_);
  EXPECT_EQ(card_.commands.size(), 3u);

  ScriptedCard known;
  known.remember_fragment_size(7);
  find_fragment_size(known);
  EXPECT_EQ(known.fragment_size(), 7u);
  EXPECT_TRUE(known.commands.empty());
}

/// It wants a PIN, or is none: the session says so, and the next connection tries again.
TEST_F(FragmentSizeTest, OfACardThatRefusesAllNothingIsRemembered) {
  for (int i = 0; i < 5; ++i) refuse("6380");
  card_.answer("6380");
  find_fragment_size(card_);
  EXPECT_FALSE(card_.fragment_size());
  EXPECT_TRUE(card_.finished());
}

/// A client's card begins by itself.
TEST_F(FragmentSizeTest, WhatAResetAnnouncesIsFetched) {
  card_.answer("9F03").answer("160301 9000").answer("9000").answer("9F01").answer("16 9000");
  find_fragment_size(card_);
  EXPECT_EQ(card_.fragment_size(), 255u);
  EXPECT_TRUE(card_.finished());
}

TEST_F(FragmentSizeTest, ACardThatIsOutIsNoCardThatRefuses) {
  EXPECT_THROW(find_fragment_size(card_), std::runtime_error);  // the script has no answer
  EXPECT_FALSE(card_.fragment_size());
}

}  // namespace
}  // namespace tls_se
