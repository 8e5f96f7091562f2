#include "text/server_name.h"

#include <gtest/gtest.h>

#include "support/hex.h"

namespace tls_se {
namespace {

using Kind = ServerName::Kind;

TEST(ServerNameTest, DnsNames) {
  for (const char* name : {"localhost", "broker.example.com", "3com.NET", "xn--n3h.com",
                           "sensor_1.fleet.example", "4.3.2.1.in-addr.arpa", "beef"}) {
    const ServerName expected{Kind::dns_name, from_text(name)};
    EXPECT_EQ(parse_server_name(name), expected) << name;
    EXPECT_EQ(parse_server_name(std::string(name) + "."), expected) << name;
  }
}

TEST(ServerNameTest, Addresses) {
  const auto address = [](const char* hex) { return ServerName{Kind::ip_address, from_hex(hex)}; };
  EXPECT_EQ(parse_server_name("192.0.2.1"), address("c0000201"));
  EXPECT_EQ(parse_server_name("::1"), address("00000000000000000000000000000001"));
  EXPECT_EQ(parse_server_name("2001:DB8::1"), address("20010db8000000000000000000000001"));
  EXPECT_EQ(parse_server_name("2001:db8::192.0.2.1"), address("20010db80000000000000000c0000201"));
}

TEST(ServerNameTest, WhatIsNeither) {
  for (const std::string_view text :
       {"",         ".",        "..",        "a..",           ".a",
        "a..b",     "-a",       "a-.b",      "*.example.com", "\xc3\xa4.com",
        "a b",      "a:1",      "https://a", "[::1]",         "fe80::1%eth0",
        "::1.",     "1.2.3",    "1.2.3.256", "1.2.3.4.",      "1.2.3.4:443",
        "01.2.3.4", "0x1.2.3.4"}) {
    EXPECT_EQ(parse_server_name(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_server_name(std::string_view("1.2.3.4\0", 8)), std::nullopt);
  EXPECT_EQ(parse_server_name(std::string_view("a\0", 2)), std::nullopt);
}

TEST(ServerNameTest, TheRootsDotIsBesideTheLongest) {
  std::string name;
  while (name.size() < 192) name += std::string(63, 'a') + ".";
  name += std::string(61, 'a');
  EXPECT_TRUE(parse_server_name(name));
  EXPECT_TRUE(parse_server_name(name + "."));
  EXPECT_FALSE(parse_server_name(name + "a"));
  EXPECT_FALSE(parse_server_name(name + "a."));
}

}  // namespace
}  // namespace tls_se
