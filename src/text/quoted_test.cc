#include "text/quoted.h"

#include <gtest/gtest.h>

#include "support/hex.h"

namespace tls_se {
namespace {

TEST(Quoted, IsATextInQuotes) {
  EXPECT_EQ(quoted(from_text("sensor 7")), "\"sensor 7\"");
  EXPECT_EQ(quoted(from_text("~")), "\"~\"");
  EXPECT_EQ(quoted({}), "\"\"");
}

TEST(Quoted, IsHexadecimalWhereItIsNoPlainText) {
  for (const char* hex : {"00", "1B5B", "610A62", "6122", "5C", "7F", "C3A9"}) {
    EXPECT_EQ(quoted(from_hex(hex)), hex);
  }
}

}  // namespace
}  // namespace tls_se
