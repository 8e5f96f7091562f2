#include "se/base/host_name.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tls_se {
namespace {

Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

TEST(HostName, LabelsAreCounted) {
  EXPECT_EQ(host_name_labels(as_bytes("a")), 1u);
  EXPECT_EQ(host_name_labels(as_bytes("server.example.com")), 3u);
  EXPECT_EQ(host_name_labels(as_bytes("xn--n3h.com")), 2u);
  EXPECT_EQ(host_name_labels(as_bytes("3com.NET")), 2u);
  EXPECT_EQ(host_name_labels(as_bytes("azAZ09.a-9")), 2u);
  for (const char* wrong : {"", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "a b", "*.a", "a.*", "a/b",
                            "a:1", "\xc3\xa4.de", "a@b", "[a]", "a`b", "a{b", "a^b", "a\x7f"}) {
    EXPECT_EQ(host_name_labels(as_bytes(wrong)), 0u) << wrong;
  }
  EXPECT_EQ(host_name_labels(as_bytes(std::string_view("a\0b", 3))), 0u);
}

TEST(HostName, UnderscoresAreLikeLetters) {
  EXPECT_EQ(host_name_labels(as_bytes("sensor_1.fleet.example")), 3u);
  EXPECT_EQ(host_name_labels(as_bytes("_a_.b__c")), 2u);
  EXPECT_EQ(host_name_labels(as_bytes("_")), 1u);
  EXPECT_TRUE(is_host_name(as_bytes("example.1_")));
}

TEST(HostName, LabelsAndNamesHaveALimit) {
  const std::string longest(63, 'a');
  EXPECT_EQ(host_name_labels(as_bytes(longest)), 1u);
  EXPECT_EQ(host_name_labels(as_bytes(longest + "a")), 0u);
  const std::string name = longest + "." + longest + "." + longest + "." + std::string(61, 'a');
  EXPECT_EQ(name.size(), kMaxHostNameSize);
  EXPECT_EQ(host_name_labels(as_bytes(name)), 4u);
  EXPECT_EQ(host_name_labels(as_bytes(name + "a")), 0u);
}

TEST(HostName, ANumberAtTheEndIsNone) {
  for (const char* name : {"a", "1a", "1.a", "4.3.2.1.in-addr.arpa", "a.1-1", "a.0x1"}) {
    EXPECT_TRUE(is_host_name(as_bytes(name))) << name;
  }
  for (const char* wrong : {"", "1", "192.0.2.1", "192.0.2", "a.1", "1.2.3.256", "a.", "*.a"}) {
    EXPECT_FALSE(is_host_name(as_bytes(wrong))) << wrong;
  }
}

}  // namespace
}  // namespace tls_se
