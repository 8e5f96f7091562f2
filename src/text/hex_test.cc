#include "text/hex.h"

#include <gtest/gtest.h>

namespace tls_se {
namespace {

TEST(HexTest, ReadsPairsAndSpaces) {
  EXPECT_EQ(to_hex(parse_hex("00 d8\t00FF").value()), "00D800FF");
  EXPECT_EQ(to_hex(parse_hex("00\nd8\r\n00").value()), "00D800");
  EXPECT_EQ(to_spaced_hex(parse_hex("00d8").value()), "00 D8");
  EXPECT_TRUE(parse_hex("").value().empty());
  EXPECT_TRUE(parse_hex(" \n").value().empty());
}

TEST(HexTest, SaysWhatIsNoneAndRepeatsNothing) {
  EXPECT_EQ(parse_hex("0 0").error(), "digit 1 has no partner: two make a byte");
  EXPECT_EQ(parse_hex("000").error(), "digit 3 has no partner: two make a byte");
  EXPECT_EQ(parse_hex("0x00").error(), "character 2 is no hexadecimal digit");
  EXPECT_EQ(parse_hex("00,00").error(), "character 3 is no hexadecimal digit");
}

}  // namespace
}  // namespace tls_se
