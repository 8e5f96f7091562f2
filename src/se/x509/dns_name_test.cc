#include "se/x509/dns_name.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tls_se {
namespace {

Bytes bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
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
  EXPECT_FALSE(matches("*.exa mple.com", "server.exa mple.com"));
  EXPECT_FALSE(matches("*.", "com"));
  EXPECT_FALSE(matches("*", "com"));
  EXPECT_FALSE(matches("*", "*"));
  EXPECT_FALSE(matches("s*.example.com", "server.example.com"));
  EXPECT_FALSE(matches("*r.example.com", "server.example.com"));
  EXPECT_FALSE(matches("**.example.com", "server.example.com"));
  EXPECT_FALSE(matches("server.*.com", "server.example.com"));
  EXPECT_FALSE(matches("*.*.com", "server.example.com"));
}

TEST(DnsName, UnderscoresAreOfAName) {
  const auto matches = [](const char* presented, const char* reference) {
    return dns_name_matches(bytes(presented), bytes(reference));
  };
  EXPECT_TRUE(matches("sensor_1.fleet.example", "Sensor_1.fleet.example"));
  EXPECT_TRUE(matches("*.fleet.example", "sensor_1.fleet.example"));
  EXPECT_TRUE(matches("*.my_fleet.example", "sensor.my_fleet.example"));
  EXPECT_FALSE(matches("sensor_1.fleet.example", "sensor-1.fleet.example"));
  EXPECT_FALSE(matches("sensor_1.fleet.example",
                       "sensor\x7f"
                       "1.fleet.example"));
  EXPECT_FALSE(matches("*_1.fleet.example", "sensor_1.fleet.example"));
  EXPECT_FALSE(matches("*.fleet.example", "a.sensor_1.fleet.example"));
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
