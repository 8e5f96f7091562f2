#include "reader/pcsc/tpdu.h"

#include <gtest/gtest.h>

#include "text/hex.h"

namespace tls_se {
namespace {

std::string tpdu(const std::string& command) {
  const auto bytes = t0_command(parse_hex(command).value());
  return bytes ? to_spaced_hex(*bytes) : "none";
}

TEST(T0CommandTest, HasP3) {
  EXPECT_EQ(tpdu("00440000"), "00 44 00 00 00");
  EXPECT_EQ(tpdu("00CA010200"), "00 CA 01 02 00");
  EXPECT_EQ(tpdu("00CA010205"), "00 CA 01 02 05");
}

TEST(T0CommandTest, HasNoLeBehindData) {
  EXPECT_EQ(tpdu("00A4040002 F001"), "00 A4 04 00 02 F0 01");
  EXPECT_EQ(tpdu("00A4040002 F001 00"), "00 A4 04 00 02 F0 01");
}

TEST(T0CommandTest, HasNoExtendedLengths) {
  EXPECT_EQ(tpdu("00CA0102000000"), "none");
  EXPECT_EQ(tpdu("00DA010200000101"), "none");
  EXPECT_EQ(tpdu("00DA01020301"), "none");  // and nothing that is none of ISO 7816-3's cases
  EXPECT_EQ(tpdu("00DA0102010203 04"), "none");
}

}  // namespace
}  // namespace tls_se
