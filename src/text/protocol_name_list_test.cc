#include "text/protocol_name_list.h"

#include <gtest/gtest.h>

#include "support/hex.h"

namespace tls_se {
namespace {

TEST(ProtocolNameListTest, EachNameHasItsLengthBefore) {
  EXPECT_EQ(protocol_name_list({"h2", "mqtt"}), from_text("\2h2\4mqtt"));
  EXPECT_TRUE(protocol_name_list({}).empty());
  const std::vector<uint8_t> longest = protocol_name_list({std::string(255, 'a')});
  EXPECT_EQ(longest.size(), 256u);
  EXPECT_EQ(longest[0], 255);
}

TEST(ProtocolNameListTest, NamesAreReadBack) {
  const std::vector<std::string> names = {"h2", "mqtt", std::string(255, 'a')};
  EXPECT_EQ(protocol_names(protocol_name_list(names)), names);
  EXPECT_TRUE(protocol_names({}).empty());
  EXPECT_EQ(protocol_names(from_text("\2h2\4mqt")), std::vector<std::string>{"h2"});
  EXPECT_EQ(protocol_names(from_text("\2h2\1")), std::vector<std::string>{"h2"});
}

TEST(ProtocolNameListTest, NoOtherLengthIsWritten) {
  EXPECT_THROW((void)protocol_name_list({"h2", ""}), std::invalid_argument);
  EXPECT_THROW((void)protocol_name_list({std::string(256, 'a')}), std::invalid_argument);
}

}  // namespace
}  // namespace tls_se
