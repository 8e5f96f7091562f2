#include "line/t0_commands.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

class T0CommandsTest : public testing::Test {
 protected:
  std::string transmit(const std::string& command) {
    const CardResponse response = line_.transmit(parse_hex(command).value());
    std::vector<uint8_t> bytes = response.data;
    bytes.push_back(sw::sw1(response.status));
    bytes.push_back(sw::sw2(response.status));
    return to_spaced_hex(bytes);
  }

  ScriptedCard card_;
  T0Commands line_{card_};
};

TEST_F(T0CommandsTest, WhatTheCardTakesGoesThrough) {
  card_.answer("9FA6").answer("0102 9000").answer("6C10").answer("6D00");
  EXPECT_EQ(transmit("00D8000003010203"), "9F A6");
  EXPECT_EQ(transmit("00C0000002"), "01 02 90 00");
  EXPECT_EQ(transmit("00B0000000"), "6C 10");
  EXPECT_EQ(transmit("00FF0000"), "6D 00");
}

TEST_F(T0CommandsTest, P3OfNothingIsNoLe) {
  card_.answer("6700").answer("9000");
  EXPECT_EQ(transmit("0044000000"), "90 00");
  EXPECT_EQ(card_.commands, (std::vector<std::string>{"00 44 00 00 00", "00 44 00 00"}));
}

TEST_F(T0CommandsTest, ALengthThatIsWrongStaysSo) {
  card_.answer("6700").answer("6700").answer("6700");
  EXPECT_EQ(transmit("0044000005"), "67 00");
  EXPECT_EQ(transmit("0044000000"), "67 00");
}

TEST_F(T0CommandsTest, AnAnswerToDataIsAnnounced) {
  card_.answer("6700").answer("DF200101 9000");
  EXPECT_EQ(transmit("00CB3FFF045C02DF20"), "61 04");
  EXPECT_EQ(card_.commands.back(), "00 CB 3F FF 04 5C 02 DF 20 00");
  EXPECT_EQ(transmit("00C0000000"), "6C 04");
  EXPECT_EQ(transmit("00C0000004"), "DF 20 01 01 90 00");
  card_.answer("6985");
  EXPECT_EQ(transmit("00C0000004"), "69 85");  // once
}

TEST_F(T0CommandsTest, AnAnswerOf256BytesIsAnnouncedByNought) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += "AB";
  card_.answer("6700").answer(bytes + "6105");
  EXPECT_EQ(transmit("00CB3FFF045C02DF20"), "61 00");
  EXPECT_EQ(transmit("00C0000000").size(), 258 * 3 - 1u);
  card_.answer("0102030405 9000");
  EXPECT_EQ(transmit("00C0000005"), "01 02 03 04 05 90 00");
}

TEST_F(T0CommandsTest, AnAnswerThatIsNotFetchedIsForgotten) {
  card_.answer("6700").answer("DF200101 9000").answer("9000").answer("6985");
  EXPECT_EQ(transmit("00CB3FFF045C02DF20"), "61 04");
  EXPECT_EQ(transmit("00700000"), "90 00");
  EXPECT_EQ(transmit("00C0000004"), "69 85");
}

TEST_F(T0CommandsTest, ARefusalOfTheWholeCommandIsTold) {
  card_.answer("6700").answer("6A88");
  EXPECT_EQ(transmit("00CB3FFF045C02DF7F"), "6A 88");
}

}  // namespace
}  // namespace tls_se
