// Which names fit which entry of a card's list of peers, by the bytes of certificates.
#include "se/tls_lib/peer_pattern.h"

#include <gtest/gtest.h>

#include "se/tls_lib/settings.h"
#include "wire.h"

namespace tls_se::test {
namespace {

using Kind = PeerPattern::Kind;
using std::string_literals::operator""s;

constexpr uint8_t kUtf8String = 0x0c;
constexpr uint8_t kPrintableString = 0x13;
constexpr uint8_t kIa5String = 0x16;
constexpr uint8_t kTeletexString = 0x14;
constexpr uint8_t kBmpString = 0x1e;
constexpr uint8_t kDns = 0x82;
constexpr uint8_t kUri = 0x86;
constexpr uint8_t kIp = 0x87;
constexpr uint8_t kMailbox = 0x81;

Buffer element(uint8_t tag, const Buffer& contents) {
  Buffer der = {tag, static_cast<uint8_t>(contents.size())};
  der.insert(der.end(), contents.begin(), contents.end());
  return der;
}

Buffer contents(const Buffer& element) { return {element.begin() + 2, element.end()}; }

Buffer joined(Buffer first, const Buffer& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// An attribute of id-at.
Buffer attribute_alone(uint8_t id, const std::string& value, uint8_t tag = kUtf8String) {
  return element(0x30, joined({0x06, 0x03, 0x55, 0x04, id}, element(tag, text(value))));
}
/// A RelativeDistinguishedName of one.
Buffer attribute(uint8_t id, const std::string& value, uint8_t tag = kUtf8String) {
  return element(0x31, attribute_alone(id, value, tag));
}
Buffer common_name(const std::string& value, uint8_t tag = kUtf8String) {
  return attribute(3, value, tag);
}

bool fits_subject(const std::string& pattern, const Buffer& subject) {
  Certificate certificate;
  certificate.subject = subject;
  const Buffer value = text(pattern);
  return fits({.kind = Kind::common_name, .value = value}, certificate, {});
}

bool fits_alt_name(Kind kind, const std::string& pattern, uint8_t form, const std::string& name) {
  const Buffer value = text(pattern);
  const Buffer names = joined(element(kDns, text("another.example")), element(form, text(name)));
  Certificate certificate;
  certificate.subject_alt_name = names;
  return fits({.kind = kind, .value = value}, certificate, {});
}
bool fits_dns(const std::string& pattern, const std::string& name) {
  return fits_alt_name(Kind::dns_name, pattern, kDns, name);
}
bool fits_uri(const std::string& pattern, const std::string& name) {
  return fits_alt_name(Kind::uri, pattern, kUri, name);
}
bool fits_psk(const std::string& pattern, const std::string& identity) {
  const Buffer value = text(pattern);
  const Buffer bytes = text(identity);
  return fits({.kind = Kind::psk_identity, .value = value},
              Psk{.identity = bytes, .key = KeyHandle{0}});
}

TEST(PeerPatternOfAPsk, IsTheIdentityOrItsBeginning) {
  EXPECT_TRUE(fits_psk("sensor-7", "sensor-7"));
  EXPECT_TRUE(fits_psk("sensor-*", "sensor-7"));
  EXPECT_TRUE(fits_psk("sensor-*", "sensor-*"));
  EXPECT_TRUE(
      fits_psk("sensor-*", "sensor-\0"s));  // any bytes: the card's owner has put them there
  EXPECT_TRUE(fits_psk("*", "x"));
  for (const std::string& other :
       {"sensor-"s, "Sensor-7"s, "sensor-77"s, "xsensor-7"s, "sensor-7\0"s, "sensor"s, ""s}) {
    EXPECT_FALSE(fits_psk("sensor-7", other)) << other;
  }
  EXPECT_FALSE(fits_psk("sensor-*", "sensor-"));  // a star stands for something
  EXPECT_FALSE(fits_psk("sensor-*", "SENSOR-7"));
  EXPECT_FALSE(fits_psk("*", ""));
}

TEST(PeerPatternOfAPsk, FitsNoCertificate) {
  EXPECT_FALSE(fits_alt_name(Kind::psk_identity, "*", kDns, "a.example"));
}

TEST(PeerPatternOfACertificate, FitsNoPsk) {
  const Buffer identity = text("gateway");
  for (const Kind kind : {Kind::common_name, Kind::dns_name, Kind::uri, Kind::fingerprint}) {
    EXPECT_FALSE(
        fits({.kind = kind, .value = identity}, Psk{.identity = identity, .key = KeyHandle{0}}));
  }
}

TEST(PeerPatternOfACommonName, IsComparedLetterByLetter) {
  EXPECT_TRUE(fits_subject("gateway 7", common_name("gateway 7")));
  EXPECT_TRUE(fits_subject("gateway 7", common_name("gateway 7", kPrintableString)));
  EXPECT_TRUE(
      fits_subject("gateway 7", joined(attribute(10, "Example"), common_name("gateway 7"))));
  EXPECT_TRUE(fits_subject("gateway *", common_name("gateway 7")));
  EXPECT_FALSE(fits_subject("gateway *", common_name("gateway ")));
  EXPECT_FALSE(fits_subject("gateway 7", common_name("Gateway 7")));
  EXPECT_FALSE(fits_subject("gateway 7", common_name("gateway 70")));
  EXPECT_FALSE(fits_subject("gateway 7", common_name("gateway")));
}

TEST(PeerPatternOfACommonName, IsNoOtherAttribute) {
  EXPECT_FALSE(fits_subject("gateway 7", attribute(10, "gateway 7")));  // organizationName
  EXPECT_FALSE(fits_subject("*", {}));
  EXPECT_FALSE(fits_subject("", {}));  // of no name is not without one
  EXPECT_FALSE(fits_subject("", common_name("")));
  EXPECT_FALSE(fits_alt_name(Kind::common_name, "a.example", kDns, "a.example"));
}

TEST(PeerPatternOfACommonName, ANulAndOtherControlCharactersFitNothing) {
  EXPECT_FALSE(fits_subject("gateway", common_name("gateway\0"s)));
  EXPECT_FALSE(fits_subject("gateway", common_name("gateway\0.evil.example"s)));
  EXPECT_FALSE(fits_subject("gateway*", common_name("gateway\0"s)));
  EXPECT_FALSE(fits_subject("gateway*", common_name("gateway\n7")));
  EXPECT_FALSE(fits_subject("gateway*", common_name("gateway\x1f")));
  EXPECT_FALSE(fits_subject("gateway*", common_name("gateway\x7f")));
  EXPECT_FALSE(fits_subject("gateway\0"s, common_name("gateway\0"s)));
}

/// Programs differ in which of several they take, and in how they read the old encodings.
TEST(PeerPatternOfACommonName, OneThatCanBeReadInTwoWaysFitsNothing) {
  EXPECT_FALSE(fits_subject("gateway", joined(common_name("gateway"), common_name("evil"))));
  EXPECT_FALSE(fits_subject("gateway", joined(common_name("evil"), common_name("gateway"))));
  EXPECT_FALSE(fits_subject("gateway", joined(common_name("gateway"), common_name("gateway"))));
  EXPECT_FALSE(fits_subject("gateway", common_name("gateway", kTeletexString)));
  EXPECT_FALSE(fits_subject("*", common_name("gateway\0"s, kBmpString)));
  EXPECT_TRUE(fits_subject("g\xc3\xa9", common_name("g\xc3\xa9", kUtf8String)));
  EXPECT_FALSE(fits_subject("g\xc3\xa9", common_name("g\xc3\xa9", kPrintableString)));
  EXPECT_FALSE(fits_subject("g*", common_name("g\xe9", kIa5String)));
  EXPECT_FALSE(fits_subject("g*", common_name("g\x80", kIa5String)));
  EXPECT_TRUE(fits_subject("g*", common_name("g@", kIa5String)));
}

TEST(PeerPatternOfACommonName, AMalformedSubjectFitsNothing) {
  const Buffer good = common_name("gateway");
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(
        fits_subject("gateway", Buffer(good.begin(), good.begin() + static_cast<ptrdiff_t>(size))));
  }
  EXPECT_FALSE(fits_subject("gateway", joined(good, {0x31})));
  EXPECT_FALSE(fits_subject("gateway", joined(good, {0x31, 0})));  // of no attribute
  EXPECT_FALSE(fits_subject("gateway", joined({0x31, 0}, good)));
  EXPECT_FALSE(fits_subject("gateway", joined(good, element(0x30, {0x06, 0}))));
}

/// One reader gives up where another finds the next name.
TEST(PeerPatternOfACommonName, AMalformedAttributeFitsNothing) {
  const Buffer good = attribute_alone(3, "gateway"), evil = attribute_alone(3, "evil");
  EXPECT_TRUE(fits_subject("gateway", element(0x31, good)));
  const Buffer strange[] = {
      {0x30},
      {0x30, 0},                                // of no type
      {0x30, 5, 0x06, 3, 0x55, 4, 10},          // and of no value
      {0x31, 0},                                // no SEQUENCE
      {0x30, 7, 0x0c, 0, 0x06, 3, 0x55, 4, 3},  // its type comes last
      joined({0x30, 0x80}, evil),               // BER, but not DER
      element(0x31, contents(evil)),
      element(0x30, joined(contents(evil), {5, 0})),  // with something behind its value
  };
  for (const Buffer& one : strange) {
    EXPECT_FALSE(fits_subject("gateway", element(0x31, joined(good, one)))) << to_hex(one);
    EXPECT_FALSE(fits_subject("gateway", element(0x31, joined(one, good)))) << to_hex(one);
    EXPECT_FALSE(fits_subject("gateway", joined(element(0x31, one), element(0x31, good))))
        << to_hex(one);
  }
}

/// RelativeDistinguishedName may have several.
TEST(PeerPatternOfACommonName, MayHaveOthersBesideIt) {
  const Buffer good = attribute_alone(3, "gateway"), other = attribute_alone(10, "Example");
  EXPECT_TRUE(fits_subject("gateway", element(0x31, joined(good, other))));
  EXPECT_TRUE(fits_subject("gateway", element(0x31, joined(other, good))));
  EXPECT_FALSE(fits_subject("gateway", element(0x31, joined(good, good))));
}

TEST(PeerPatternOfADnsName, IsComparedWithoutRegardToCase) {
  EXPECT_TRUE(fits_dns("pump.fleet.example", "pump.fleet.example"));
  EXPECT_TRUE(fits_dns("pump.fleet.example", "PUMP.Fleet.Example"));
  EXPECT_TRUE(fits_dns("Pump.Fleet.Example", "pump.fleet.example"));
  EXPECT_FALSE(fits_dns("pump.fleet.example", "pump2.fleet.example"));
  EXPECT_FALSE(fits_dns("pump.fleet.example", "pump.fleet.example.evil.example"));
  EXPECT_FALSE(fits_dns("pump.fleet.example", "x.pump.fleet.example"));
}

TEST(PeerPatternOfADnsName, AWildcardStandsForOneLabel) {
  EXPECT_TRUE(fits_dns("*.fleet.example", "pump.fleet.example"));
  EXPECT_TRUE(fits_dns("*.fleet.example", "PUMP.FLEET.EXAMPLE"));
  EXPECT_FALSE(fits_dns("*.fleet.example", "fleet.example"));
  EXPECT_FALSE(fits_dns("*.fleet.example", ".fleet.example"));
  EXPECT_FALSE(fits_dns("*.fleet.example", "a.pump.fleet.example"));
  EXPECT_FALSE(fits_dns("*.fleet.example", "pumpfleet.example"));
  EXPECT_FALSE(fits_dns("*.fleet.example", "pump.fleet.example.evil.example"));
  EXPECT_FALSE(fits_dns("*.fleet.example", "pump.fleet.example."));
  EXPECT_FALSE(fits_dns("*.fleet.example", "-.fleet.example"));
  EXPECT_FALSE(fits_dns("*.example", "fleet.example"));  // which is nobody's to have
  EXPECT_FALSE(fits_dns("*", "fleet"));
}

/// It stands for names, of which another pattern may mean none.
TEST(PeerPatternOfADnsName, ACertificatesWildcardFitsItsEqualAlone) {
  EXPECT_TRUE(fits_dns("*.fleet.example", "*.fleet.example"));
  EXPECT_TRUE(fits_dns("*.fleet.example", "*.FLEET.example"));
  EXPECT_FALSE(fits_dns("pump.fleet.example", "*.fleet.example"));
  EXPECT_FALSE(fits_dns("*.fleet.example", "*.example"));
  EXPECT_FALSE(fits_dns("*.fleet.example", "*.pump.fleet.example"));
}

TEST(PeerPatternOfADnsName, ANulFitsNothing) {
  EXPECT_FALSE(fits_dns("pump.fleet.example", "pump.fleet.example\0"s));
  EXPECT_FALSE(fits_dns("pump.fleet.example", "pump.fleet.example\0.evil.example"s));
  EXPECT_FALSE(fits_dns("*.fleet.example", "pu\0mp.fleet.example"s));
  EXPECT_FALSE(fits_dns("*.fleet.example", "*.fleet.example\0"s));
}

TEST(PeerPatternOfADnsName, IsNoNameOfAnotherForm) {
  EXPECT_FALSE(fits_alt_name(Kind::dns_name, "pump.fleet.example", kUri, "pump.fleet.example"));
  EXPECT_FALSE(fits_alt_name(Kind::dns_name, "pump.fleet.example", kMailbox, "pump.fleet.example"));
  EXPECT_FALSE(fits_alt_name(Kind::uri, "another.example", kDns, "another.example"));
  Certificate certificate;
  const Buffer subject = common_name("pump.fleet.example");
  certificate.subject = subject;
  EXPECT_FALSE(
      fits({.kind = Kind::dns_name, .value = text("pump.fleet.example")}, certificate, {}));
}

TEST(PeerPatternOfAUri, IsComparedLetterByLetter) {
  EXPECT_TRUE(fits_uri("spiffe://fleet.example/pump", "spiffe://fleet.example/pump"));
  EXPECT_TRUE(fits_uri("spiffe://fleet.example/*", "spiffe://fleet.example/pump"));
  EXPECT_FALSE(fits_uri("spiffe://fleet.example/*", "spiffe://fleet.example/"));
  EXPECT_FALSE(fits_uri("spiffe://fleet.example/*", "spiffe://fleet.example/\0"s));
  EXPECT_FALSE(fits_uri("spiffe://fleet.example/pump", "spiffe://FLEET.example/pump"));
}

TEST(PeerPatternOfAnIpAddress, IsComparedByItsBytes) {
  EXPECT_TRUE(fits_alt_name(Kind::ip_address, "\xc0\x00\x02\x07"s, kIp, "\xc0\x00\x02\x07"s));
  EXPECT_FALSE(fits_alt_name(Kind::ip_address, "\xc0\x00\x02\x07"s, kIp, "\xc0\x00\x02\x08"s));
  EXPECT_FALSE(fits_alt_name(Kind::ip_address, "\xc0\x00\x02\x07"s, kDns, "\xc0\x00\x02\x07"s));
}

TEST(PeerPatternOfAFingerprint, IsTheCertificates) {
  const Buffer fingerprint(32, 0x5a);
  Buffer other = fingerprint;
  other.back() ^= 1;
  EXPECT_TRUE(fits({.kind = Kind::fingerprint, .value = fingerprint}, {}, fingerprint));
  EXPECT_FALSE(fits({.kind = Kind::fingerprint, .value = fingerprint}, {}, other));
  EXPECT_FALSE(
      fits({.kind = Kind::fingerprint, .value = Bytes(fingerprint).first(31)}, {}, fingerprint));
}

}  // namespace
}  // namespace tls_se::test
