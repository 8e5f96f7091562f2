#include "profile/allowed_peer.h"

#include <gtest/gtest.h>

namespace tls_se {
namespace {

using Kind = PeerPattern::Kind;
using std::string_literals::operator""s;

void expect_peer(std::string_view text, Kind kind, const std::string& value) {
  const auto peer = parse_allowed_peer(text);
  ASSERT_TRUE(peer.has_value()) << text << ": " << peer.error();
  EXPECT_EQ(peer->kind, kind) << text;
  EXPECT_EQ(std::string(peer->value.begin(), peer->value.end()), value) << text;
}

void expect_refused(std::string_view text, std::string_view why) {
  const auto peer = parse_allowed_peer(text);
  ASSERT_FALSE(peer.has_value()) << text;
  EXPECT_TRUE(peer.error().contains(why)) << text << ": " << peer.error();
}

TEST(AllowedPeer, HasAKindAndAValue) {
  expect_peer("psk:sensor 7", Kind::psk_identity, "sensor 7");
  expect_peer("psk:*", Kind::psk_identity, "*");
  expect_peer("CN=gateway, 7", Kind::common_name, "gateway, 7");
  expect_peer("DNS:pump.fleet.example", Kind::dns_name, "pump.fleet.example");
  expect_peer("DNS:*.fleet.example", Kind::dns_name, "*.fleet.example");
  expect_peer("DNS:pump", Kind::dns_name, "pump");
  expect_peer("IP:192.0.2.7", Kind::ip_address, "\xc0\x00\x02\x07"s);
  expect_peer("IP:2001:db8::7", Kind::ip_address,
              "\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\x07");
  expect_peer("URI:spiffe://fleet.example/*", Kind::uri, "spiffe://fleet.example/*");
}

TEST(AllowedPeer, FingerprintIsAsOpensslShowsIt) {
  std::string digits, with_colons;
  for (int i = 0; i < 32; ++i) {
    digits += "5a";
    with_colons += i == 0 ? "5A" : ":5A";
  }
  expect_peer("sha256:" + digits, Kind::fingerprint, std::string(32, 'Z'));
  expect_peer("sha256:" + with_colons, Kind::fingerprint, std::string(32, 'Z'));
  expect_refused("sha256:" + digits.substr(2), "64 digits");
  expect_refused("sha256:" + digits + "5a", "64 digits");
  expect_refused("sha256:" + digits.substr(2) + "xy", "64 digits");
}

TEST(AllowedPeer, IsWrittenAsItWasRead) {
  for (const std::string& text :
       {"psk:sensor 7"s, "CN=gateway, 7"s, "DNS:*.fleet.example"s, "IP:192.0.2.7"s,
        "IP:2001:db8::7"s, "URI:spiffe://fleet.example/*"s, "sha256:" + std::string(64, '5')}) {
    EXPECT_EQ(allowed_peer_words(parse_allowed_peer(text).value()), text);
  }
}

TEST(AllowedPeer, OfAnUnknownKindIsToldTheKinds) {
  for (const char* text : {"", "sensor-7", "cn=gateway", "DNS", "SAN:pump", "dns:pump.example"}) {
    expect_refused(text, "begins with psk:");
  }
}

TEST(AllowedPeer, AStarStandsAtTheEndOfANameOnly) {
  expect_refused("psk:sen*sor", "at its end");
  expect_refused("psk:**", "at its end");
  expect_refused("CN=*-gateway", "at its end");
  expect_refused("URI:spiffe://*/pump", "at its end");
}

TEST(AllowedPeer, ADnsNamesStarIsItsFirstLabel) {
  for (const char* text : {"DNS:*", "DNS:*.example", "DNS:pump*.fleet.example", "DNS:*.*.example",
                           "DNS:pump.*.example", "DNS:.fleet.example", "DNS:pump..example",
                           "DNS:pump fleet.example"}) {
    expect_refused(text, "DNS:");
  }
}

TEST(AllowedPeer, HasNoControlCharacters) {
  expect_refused("CN=gateway\0"s, "control characters");
  expect_refused("psk:sensor\n", "control characters");
  expect_refused("URI:pump:\x7f", "control characters");
  expect_refused("DNS:pump.fleet.example\0"s, "DNS:");
}

TEST(AllowedPeer, IsOfSomething) {
  expect_refused("psk:", "1 to 65535");
  expect_refused("CN=", "1 to 65535");
  expect_refused("CN=" + std::string(65536, 'x'), "1 to 65535");
}

TEST(AllowedPeer, AnAddressIsWrittenAsAddressesAre) {
  expect_refused("IP:192.0.2", "IP:");
  expect_refused("IP:pump.fleet.example", "IP:");
  expect_refused("IP:[2001:db8::7]", "IP:");
  expect_refused("IP:192.0.2.7\0"s, "IP:");
  expect_refused("IP:fe80::1%lo", "IP:");
}

TEST(AllowedPeer, AnAddressIsNoDnsName) {
  expect_refused("DNS:192.0.2.7", "an address is IP:");
  expect_refused("DNS:2001:db8::7", "an address is IP:");
  expect_peer("DNS:pump.7", Kind::dns_name, "pump.7");
}

}  // namespace
}  // namespace tls_se
