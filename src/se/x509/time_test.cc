#include "se/x509/time.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "support/hex.h"

namespace tls_se {
namespace {

std::optional<UtcTime> read(uint8_t tag, const std::string& text) {
  std::vector<uint8_t> der = {tag, static_cast<uint8_t>(text.size())};
  der.insert(der.end(), text.begin(), text.end());
  DerReader reader(der);
  UtcTime time{};
  return read_time(reader, time) ? std::optional(time) : std::nullopt;
}

std::optional<UtcTime> utc(const std::string& text) { return read(der::kUtcTime, text); }
std::optional<UtcTime> generalized(const std::string& text) {
  return read(der::kGeneralizedTime, text);
}

TEST(Time, UtcTimeIsOfTwoCenturies) {
  EXPECT_EQ(utc("240301000005Z"), (UtcTime{{0x20, 0x24, 0x03, 0x01, 0x00, 0x00, 0x05}}));
  EXPECT_EQ(utc("491231235959Z"), (UtcTime{{0x20, 0x49, 0x12, 0x31, 0x23, 0x59, 0x59}}));
  EXPECT_EQ(utc("500101000000Z"), (UtcTime{{0x19, 0x50, 0x01, 0x01, 0x00, 0x00, 0x00}}));
}

TEST(Time, GeneralizedTimeIsOfAllCenturies) {
  EXPECT_EQ(generalized("20500101000000Z"), (UtcTime{{0x20, 0x50, 0x01, 0x01, 0x00, 0x00, 0x00}}));
  EXPECT_EQ(generalized("99991231235959Z"), (UtcTime{{0x99, 0x99, 0x12, 0x31, 0x23, 0x59, 0x59}}));
  EXPECT_EQ(generalized("20491231235959Z"), utc("491231235959Z"));
  EXPECT_EQ(generalized("19500101000000Z"), utc("500101000000Z"));
  EXPECT_LT(generalized("19491231235959Z"), utc("500101000000Z"));
}

TEST(Time, EarlierIsLess) {
  EXPECT_LT(utc("991231235959Z"), utc("000101000000Z"));
  EXPECT_LT(utc("240301000004Z"), utc("240301000005Z"));
  EXPECT_LT(utc("491231235959Z"), generalized("20500101000000Z"));
}

TEST(Time, OnlyOneFormIsRead) {
  for (const char* text :
       {"", "Z", "2403010000Z", "240301000005", "240301000005z", "240301000005+0000",
        "240301000005ZZ", "24030100000Z", "20240301000005Z", "24030100000:Z", "2403010000/5Z",
        " 40301000005Z", "2403010000-1Z", "240301000005.0Z"})
    EXPECT_FALSE(utc(text)) << text;
  for (const char* text :
       {"20510301000005", "20510301000005.5Z", "510301000005Z", "2051030100000Z",
        "205103010000055Z", "a0510301000005Z", "20240301000005", "20240301000005.0Z",
        "20240301000005+0000", "202403010000Z", "240301000005Z", "20240301000005z"})
    EXPECT_FALSE(generalized(text)) << text;
  EXPECT_FALSE(read(der::kInteger, "20510301000005Z"));
  EXPECT_FALSE(read(0x0c, "240301000005Z"));
}

TEST(Time, MonthsHaveTheirDays) {
  const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto written = [](int number) { return std::to_string(100 + number).substr(1); };
  for (int month = 0; month <= 13; ++month) {
    for (int day = 0; day <= 39; ++day) {
      const bool exists = month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
      EXPECT_EQ(utc("23" + written(month) + written(day) + "000000Z").has_value(), exists)
          << month << "-" << day;
    }
  }
}

TEST(Time, LeapYears) {
  for (const char* text : {"240229000000Z", "000229000000Z", "520229000000Z", "960229000000Z"})
    EXPECT_TRUE(utc(text)) << text;
  for (const char* text : {"230229000000Z", "500229000000Z", "180229000000Z", "100229000000Z"})
    EXPECT_FALSE(utc(text)) << text;
  EXPECT_TRUE(generalized("24000229000000Z"));
  EXPECT_TRUE(generalized("20960229000000Z"));
  EXPECT_FALSE(generalized("21000229000000Z"));
  EXPECT_FALSE(generalized("22000229000000Z"));
}

TEST(Time, HoursMinutesAndSeconds) {
  EXPECT_TRUE(utc("240301235959Z"));
  for (const char* text : {"240301240000Z", "240301236000Z", "240301235960Z", "240301239900Z"})
    EXPECT_FALSE(utc(text)) << text;
}

TEST(Time, WhatIsNoDecimalNumberIsNoTime) {
  EXPECT_TRUE(is_valid({{0x20, 0x26, 0x01, 0x01, 0x00, 0x00, 0x00}}));
  EXPECT_FALSE(is_valid({{0x20, 0x2a, 0x01, 0x01, 0x00, 0x00, 0x00}}));
  EXPECT_FALSE(is_valid({{0xa0, 0x26, 0x01, 0x01, 0x00, 0x00, 0x00}}));
  EXPECT_FALSE(is_valid({{0x20, 0x26, 0x01, 0x01, 0x0a, 0x00, 0x00}}));
  EXPECT_FALSE(is_valid({{0x20, 0x26, 0x01, 0x01, 0x00, 0x00, 0xff}}));
}

}  // namespace
}  // namespace tls_se
