#include "reader/whole_response.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

constexpr char kRead[] = "00 CB 3F FF 03 5C 01 81 00";  // case 4

class WholeResponseTest : public testing::Test {
 protected:
  std::string whole(const std::string& command) {
    const CardResponse response = transmit_whole(card_, parse_hex(command).value());
    const std::vector<uint8_t> status = {sw::sw1(response.status), sw::sw2(response.status)};
    return to_hex(response.data) + " " + to_hex(status);
  }
  std::string refusal(const std::string& command) {
    try {
      (void)whole(command);
    } catch (const EndlessResponse& error) {
      return error.what();
    }
    return "";
  }

  ScriptedCard card_;
};

TEST_F(WholeResponseTest, IsFetchedInEveryEncoding) {
  card_.answer("6102").answer("0102 9F01").answer("03 6102").answer("0405 9001");
  EXPECT_EQ(whole(kRead), "0102030405 9001");
  EXPECT_EQ(card_.commands, (std::vector<std::string>{kRead, "00 C0 00 00 02", "00 C0 00 00 01",
                                                      "00 C0 00 00 02"}));
}

TEST_F(WholeResponseTest, DataMayComeAttached) {
  card_.answer("0102 9F01").answer("03 9000");
  EXPECT_EQ(whole("00 D8 01 03 01 17"), "010203 9000");
  EXPECT_EQ(card_.commands[1], "00 C0 00 00 01");
}

/// A driver, or its library, follows 61xx by itself.
TEST_F(WholeResponseTest, SomebodyMayHaveFetchedIt) {
  card_.answer("010203 9000");
  EXPECT_EQ(whole(kRead), "010203 9000");
  EXPECT_EQ(card_.commands.size(), 1u);
}

TEST_F(WholeResponseTest, NothingIsFetchedOfAnError) {
  for (const char* answer : {"6A88", "6D16", "9000", "9300"}) {
    card_.answer(answer);
    EXPECT_EQ(whole(kRead), std::string(" ") + answer);
  }
  card_.answer("6102").answer("0102 6101").answer("6985");  // and what came so far
  EXPECT_EQ(whole(kRead), "0102 6985");
}

TEST_F(WholeResponseTest, ACommandIsGivenAgainWithTheRightLe) {
  const std::pair<const char*, const char*> cases[] = {
      {"00 B0 00 00 00", "00 B0 00 00 03"},
      {kRead, "00 CB 3F FF 03 5C 01 81 03"},
      {"00 C0 00 00 00", "00 C0 00 00 03"},
      {"00 CB 3F FF 00 00 03 5C 01 81 00 00", "00 CB 3F FF 00 00 03 5C 01 81 00 03"},
  };
  for (const auto& [command, again] : cases) {
    card_.commands.clear();
    card_.answer("6C03").answer("010203 9000");
    EXPECT_EQ(whole(command), "010203 9000");
    EXPECT_EQ(card_.commands, (std::vector<std::string>{command, again}));
  }
  card_.answer("6C00").answer("01 9000");
  (void)whole("00 CB 3F FF 00 00 03 5C 01 81 00 10");
  EXPECT_EQ(card_.commands.back(), "00 CB 3F FF 00 00 03 5C 01 81 01 00");
}

TEST_F(WholeResponseTest, SendMayBeToldItsLength) {
  card_.answer("6103").answer("6C02").answer("0102 6102").answer("6C01").answer("03 9000");
  EXPECT_EQ(whole(kRead), "010203 9000");
  EXPECT_EQ(card_.commands, (std::vector<std::string>{kRead, "00 C0 00 00 03", "00 C0 00 00 02",
                                                      "00 C0 00 00 02", "00 C0 00 00 01"}));
}

TEST_F(WholeResponseTest, ARecvIsFollowedBySend) {
  card_.answer("6C02").answer("0102 9000");
  EXPECT_EQ(whole("00 D8 01 03 01 17"), "0102 9000");
  EXPECT_EQ(card_.commands.back(), "00 C0 00 00 02");
}

TEST_F(WholeResponseTest, ACommandWithoutLeIsNotGivenAgain) {
  card_.answer("6C02");
  EXPECT_EQ(whole("00 20 00 01 04 31 32 33 34"), " 6C02");
  card_.answer("6C02");
  EXPECT_EQ(whole("00 44 00 00"), " 6C02");
  EXPECT_EQ(card_.commands.size(), 2u);
}

TEST_F(WholeResponseTest, ACardThatNeverEndsIsLeft) {
  const std::string command = "00 B0 00 00 00";
  card_.answer("6C03").answer("6C04");
  EXPECT_EQ(refusal(command), "the card announces bytes without end");
  card_.answer("6103").answer("6C03").answer("6C03");
  EXPECT_EQ(refusal(command), "the card announces bytes without end");
  card_.answer("6103").answer("6103");
  EXPECT_EQ(refusal(command), "the card announces bytes and then gives none");
  card_.answer("6103").answer("01 9F03").answer("9F03");
  EXPECT_EQ(refusal(command), "the card announces bytes and then gives none");
  card_.answer("6103").answer("6C02").answer("6102");
  EXPECT_EQ(refusal(command), "the card announces bytes and then gives none");
  EXPECT_TRUE(card_.finished());
}

TEST_F(WholeResponseTest, NobodyWaitsForACardThatGivesAByteAtATime) {
  card_.answer("6101");
  for (size_t i = 0; i < 1 << 14; ++i) card_.answer("AA 6101");
  EXPECT_EQ(refusal(kRead), "the card announces bytes without end");
  EXPECT_EQ(card_.commands.size(), (1u << 13) + 2);
}

TEST_F(WholeResponseTest, NobodyWaitsForMoreThanThereCanBe) {
  const std::string full = std::string(512, 'A') + " 6100";
  card_.answer("6100");
  for (size_t i = 0; i <= kMaxWholeResponse / 256; ++i) card_.answer(full);
  EXPECT_EQ(refusal(kRead), "the card announces bytes without end");
  EXPECT_TRUE(card_.finished());

  card_.answer("6100");
  for (size_t i = 0; i < kMaxWholeResponse / 256 - 1; ++i) card_.answer(full);
  card_.answer(std::string(512, 'A') + " 9000");
  EXPECT_EQ(whole(kRead).size(), 2 * kMaxWholeResponse + 5);
}

}  // namespace
}  // namespace tls_se
