#include "card/historical_bytes.h"

#include <gtest/gtest.h>

#include "se/data_exchange/apdu.h"
#include "se/data_exchange/object_tags.h"
#include "support/hex.h"

namespace tls_se {
namespace {

TEST(HistoricalBytesTest, TellTheNameAndTheChannels) {
  EXPECT_EQ(default_historical_bytes(kMaxChannels), from_hex("80 66 544C532D5345 73 80 01 DB"));
  EXPECT_EQ(default_historical_bytes(1), from_hex("80 66 544C532D5345 73 80 01 C0"));
  EXPECT_EQ(default_historical_bytes(8), from_hex("80 66 544C532D5345 73 80 01 DF"));
  EXPECT_EQ(default_historical_bytes(20), default_historical_bytes(8));
  EXPECT_EQ(default_historical_bytes(0), default_historical_bytes(1));
  EXPECT_LE(default_historical_bytes(kMaxChannels).size(), kMaxHistoricalBytes);
}

TEST(HistoricalBytesTest, OfThisKindOfCardAreRead) {
  for (const size_t channels : {1, 2, 4, 7, 8}) {
    const auto read = card_capabilities(default_historical_bytes(channels));
    ASSERT_TRUE(read) << channels;
    EXPECT_TRUE(read->chaining);
    EXPECT_TRUE(read->extended_length);
    EXPECT_EQ(read->channels, channels);
  }
}

TEST(HistoricalBytesTest, EachCapabilityIsABit) {
  struct Case {
    const char* bytes;
    bool chaining;
    bool extended_length;
    size_t channels;
  };
  for (const Case& one : {
           Case{"80 73 00 00 00", false, false, 1}, Case{"80 73 00 00 80", true, false, 1},
           Case{"80 73 00 00 40", false, true, 1},
           Case{"80 73 00 00 03", false, false, 1},  // none assigns any
           Case{"80 73 00 00 13", false, false, 4},  // the card does
           Case{"80 73 00 00 0B", false, false, 4},  // the other side does
           Case{"80 31 A0 73 BE 21 13 67 43 20 07 18 00 00 01", false, false, 4},  // among others
           Case{"00 31 C5 73 C0 01 40 05 90 00", false, true, 1},  // with a status behind
       }) {
    const auto read = card_capabilities(from_hex(one.bytes));
    ASSERT_TRUE(read) << one.bytes;
    EXPECT_EQ(read->chaining, one.chaining) << one.bytes;
    EXPECT_EQ(read->extended_length, one.extended_length) << one.bytes;
    EXPECT_EQ(read->channels, one.channels) << one.bytes;
  }
}

TEST(HistoricalBytesTest, WhatTellsNoCapabilities) {
  for (const char* const bytes : {
           "",
           "80",
           "00",
           "00 05 90",                 // less than a status
           "00 05 90 00",              // a status alone
           "80 66 54 4C 53 2D 53 45",  // a name alone
           "80 71 80",
           "80 72 80 01",        // tables without the third
           "80 74 80 01 DB 00",  // four of them
           "80 63 73 80 01",     // 73 in another's value
           "10 73 80 01 DB",     // other categories
           "81 73 80 01 DB",
           "54 4C 53 2D 53 45",
       }) {
    EXPECT_FALSE(card_capabilities(from_hex(bytes))) << bytes;
  }
}

/// Also of one behind what was found.
TEST(HistoricalBytesTest, AnObjectThatIsCutOff) {
  const std::vector<uint8_t> whole = default_historical_bytes(4);
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::vector<uint8_t> part(whole.begin(), whole.begin() + size);
    EXPECT_FALSE(card_capabilities(part)) << size;
  }
  EXPECT_FALSE(card_capabilities(from_hex("80 73 80 01 DB 61")));
  EXPECT_FALSE(card_capabilities(from_hex("00 73 80 01 DB 05 90")));  // of 73, one is the status
}

}  // namespace
}  // namespace tls_se
