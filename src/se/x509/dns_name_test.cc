#include "se/x509/dns_name.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tls_se {
namespace {

Bytes bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

TEST(DnsName, LabelsAreCounted) {
  EXPECT_EQ(dns_labels(bytes("a")), 1u);
  EXPECT_EQ(dns_labels(bytes("server.example.com")), 3u);
  EXPECT_EQ(dns_labels(bytes("xn--n3h.com")), 2u);
  EXPECT_EQ(dns_labels(bytes("3com.NET")), 2u);
  EXPECT_EQ(dns_labels(bytes("azAZ09.a-9")), 2u);
  for (const char* wrong : {"", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "a_b.c", "a b", "*.a",
                            "a.*", "a/b", "a:1", "\xc3\xa4.de", "a@b", "[a]", "a`b", "a{b"})
    EXPECT_EQ(dns_labels(bytes(wrong)), 0u) << wrong;
  EXPECT_EQ(dns_labels(bytes(std::string_view("a\0b", 3))), 0u);
}

TEST(DnsName, LabelsAndNamesHaveALimit) {
  const std::string longest(63, 'a');
  EXPECT_EQ(dns_labels(bytes(longest)), 1u);
  EXPECT_EQ(dns_labels(bytes(longest + "a")), 0u);
  const std::string name = longest + "." + longest + "." + longest + "." + std::string(61, 'a');
  EXPECT_EQ(name.size(), 253u);
  EXPECT_EQ(dns_labels(bytes(name)), 4u);
  EXPECT_EQ(dns_labels(bytes(name + "a")), 0u);
}

TEST(DnsName, MatchesWithoutRegardToCase) {
  EXPECT_TRUE(dns_name_matches(bytes("server.example.com"), bytes("SERVER.Example.com")));
  EXPECT_FALSE(dns_name_matches(bytes("server.example.com"), bytes("server.example.com.")));
  EXPECT_FALSE(dns_name_matches(bytes("server.example.com"), bytes("erver.example.com")));
  EXPECT_FALSE(dns_name_matches(bytes("example.com"), bytes("server.example.com")));
  EXPECT_FALSE(dns_name_matches(bytes(""), bytes("")));
  // Of ASCII's pairs only letters differ by case.
  EXPECT_FALSE(dns_name_matches(bytes("a-b"), bytes("a\rb")));
}

TEST(DnsName, AWildcardStandsForOneLabel) {
  const auto matches = [](const char* presented, const char* reference) {
    return dns_name_matches(bytes(presented), bytes(reference));
  };
  EXPECT_TRUE(matches("*.example.com", "server.example.com"));
  EXPECT_TRUE(matches("*.EXAMPLE.com", "a.example.COM"));
  EXPECT_FALSE(matches("*.example.com", "example.com"));
  EXPECT_FALSE(matches("*.example.com", ".example.com"));
  EXPECT_FALSE(matches("*.example.com", "a.b.example.com"));
  EXPECT_FALSE(matches("*.example.com", "a.example.org"));
  EXPECT_FALSE(matches("*.example.com", ""));
  EXPECT_FALSE(matches("*.com", "example.com"));
  EXPECT_FALSE(matches("*.", "com"));
  EXPECT_FALSE(matches("*", "com"));
  EXPECT_FALSE(matches("*", "*"));
  EXPECT_FALSE(matches("s*.example.com", "server.example.com"));
  EXPECT_FALSE(matches("*r.example.com", "server.example.com"));
  EXPECT_FALSE(matches("**.example.com", "server.example.com"));
  EXPECT_FALSE(matches("server.*.com", "server.example.com"));
  EXPECT_FALSE(matches("*.*.com", "server.example.com"));
  EXPECT_FALSE(matches("*.exa_mple.com", "server.exa_mple.com"));
}

TEST(DnsName, AWildcardIsAWholeLabelBeforeOthers) {
  EXPECT_TRUE(is_wildcard(bytes("*.a")));
  EXPECT_TRUE(same_bytes(behind_wildcard(bytes("*.a")), bytes("a")));
  for (const char* other : {"", "*", "*.", "*a.b", "a.b", "**.a", ".*.a"})
    EXPECT_FALSE(is_wildcard(bytes(other))) << other;
}

TEST(DnsName, IsBelowABaseLabelByLabel) {
  const auto is_below = [](const char* name, const char* base) {
    return is_dns_name_below(bytes(name), bytes(base));
  };
  EXPECT_TRUE(is_below("example.com", "example.com"));
  EXPECT_TRUE(is_below("a.b.EXAMPLE.com", "example.COM"));
  EXPECT_TRUE(is_below("anything", ""));
  EXPECT_FALSE(is_below("badexample.com", "example.com"));
  EXPECT_FALSE(is_below("example.com", "a.example.com"));
  EXPECT_FALSE(is_below("example.org", "example.com"));
  EXPECT_FALSE(is_below("com", "example.com"));
  EXPECT_FALSE(is_below("", "com"));
}

TEST(DnsName, WhatFollows) {
  EXPECT_TRUE(same_bytes(after('@', bytes("me@example.com")), bytes("example.com")));
  EXPECT_TRUE(same_bytes(after('@', bytes("a@b@c")), bytes("b@c")));
  EXPECT_TRUE(after('@', bytes("a@")).empty());
  EXPECT_TRUE(after('@', bytes("a")).empty());
  EXPECT_TRUE(after('@', {}).empty());
}

}  // namespace
}  // namespace tls_se
