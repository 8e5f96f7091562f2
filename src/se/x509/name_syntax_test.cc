#include "se/x509/name_syntax.h"

#include <gtest/gtest.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <string>

#include "platform/openssl/owned.h"
#include "support/der_bytes.h"
#include "support/hex.h"

namespace tls_se {
namespace {

constexpr uint8_t kUtf8 = 0x0c, kPrintable = 0x13, kIa5 = 0x16;
constexpr uint8_t kSetTag = 0x31, kSequenceTag = 0x30, kOidTag = 0x06;

const DerBytes kCommonName = {0x55, 0x04, 0x03};
const DerBytes kOrganization = {0x55, 0x04, 0x0a};

DerBytes attribute(const DerBytes& type, const DerBytes& value) {
  return element(kSequenceTag, element(kOidTag, type) + value);
}
/// Of one RelativeDistinguishedName with these.
DerBytes name_of(const DerBytes& attributes) {
  return element(kSequenceTag, element(kSetTag, attributes));
}
DerBytes name_with(uint8_t syntax, std::string_view text) {
  return name_of(attribute(kCommonName, element(syntax, text)));
}

bool is_libcryptos_name(const DerBytes& der) {
  const uint8_t* at = der.data();
  const Owned<X509_NAME, X509_NAME_free> name(
      d2i_X509_NAME(nullptr, &at, static_cast<long>(der.size())));
  return name != nullptr && at == der.data() + der.size();
}
bool are_libcryptos_general_names(const DerBytes& der) {
  const uint8_t* at = der.data();
  const Owned<GENERAL_NAMES, GENERAL_NAMES_free> names(
      d2i_GENERAL_NAMES(nullptr, &at, static_cast<long>(der.size())));
  return names != nullptr && at == der.data() + der.size();
}

TEST(NameSyntax, NamesAreSeriesOfAttributes) {
  const DerBytes pump = attribute(kCommonName, element(kUtf8, "pump 7"));
  const DerBytes fleet = attribute(kOrganization, element(kPrintable, "Fleet (EU), 1/2"));
  const DerBytes domain =
      attribute(from_hex("0992268993f22c640119"), element(kIa5, "fleet_example"));
  for (const DerBytes& name :
       {name_of(pump), name_of(fleet), name_of(domain), name_of(pump + fleet),
        element(kSequenceTag, element(kSetTag, fleet) + element(kSetTag, pump)),
        element(kSequenceTag, element(kSetTag, pump) + element(kSetTag, pump))}) {
    EXPECT_TRUE(is_name(name));
    EXPECT_TRUE(is_libcryptos_name(name));
    EXPECT_FALSE(is_empty_name(name));
  }
  EXPECT_TRUE(is_name(from_hex("3000")));
  EXPECT_TRUE(is_empty_name(from_hex("3000")));
}

TEST(NameSyntax, NothingElseIsAName) {
  const DerBytes value = element(kUtf8, "a");
  const DerBytes good = attribute(kCommonName, value);
  ASSERT_TRUE(is_name(name_of(good)));
  const struct {
    const char* why;
    DerBytes der;
  } kCases[] = {
      {"nothing", {}},
      {"no length", {0x30}},
      {"a SET", element(kSetTag, element(kSetTag, good))},
      {"something behind", name_of(good) + DerBytes{0}},
      {"another name behind", name_of(good) + name_of(good)},
      {"no set", element(kSequenceTag, good)},
      {"a primitive in place of a set", element(kSequenceTag, value)},
      {"an empty set", element(kSequenceTag, element(kSetTag, DerBytes{}))},
      {"an empty set behind a good one",
       element(kSequenceTag, element(kSetTag, good) + element(kSetTag, DerBytes{}))},
      {"an attribute that is a set",
       name_of(element(kSetTag, element(kOidTag, kCommonName) + value))},
      {"an empty attribute", name_of(element(kSequenceTag, DerBytes{}))},
      {"no type", name_of(element(kSequenceTag, value))},
      {"no value", name_of(element(kSequenceTag, element(kOidTag, kCommonName)))},
      {"two values", name_of(attribute(kCommonName, value + value))},
      {"a value before its type",
       name_of(element(kSequenceTag, value + element(kOidTag, kCommonName)))},
      {"an empty type", name_of(attribute({}, value))},
      {"a type that does not end", name_of(attribute({0x55, 0x04, 0x83}, value))},
      {"a type with a leading zero", name_of(attribute({0x55, 0x80, 0x04}, value))},
      {"a type that begins with one", name_of(attribute({0x80, 0x55, 0x04}, value))},
      {"an equal attribute", name_of(good + good)},
      {"something behind an attribute", name_of(good + DerBytes{0})},
  };
  for (const auto& [why, der] : kCases) EXPECT_FALSE(is_name(der)) << why;
}

// X.690 section 11.6: the octets decide, length octets too.
TEST(NameSyntax, AttributesOfOneSetAreInTheOrderOfDer) {
  const DerBytes a = attribute(kCommonName, element(kUtf8, "a"));
  const DerBytes b = attribute(kCommonName, element(kUtf8, "b"));
  const DerBytes longer = attribute(kCommonName, element(kUtf8, "aa"));
  for (const auto& [first, second] : {std::pair{a, b}, {a, longer}, {b, longer}}) {
    EXPECT_TRUE(is_name(name_of(first + second)));
    EXPECT_FALSE(is_name(name_of(second + first)));
  }
  EXPECT_TRUE(is_name(name_of(a + b + longer)));
  EXPECT_FALSE(is_name(name_of(a + longer + b)));
}

TEST(NameSyntax, LengthsAreMinimalAndDefinite) {
  EXPECT_TRUE(is_name(from_hex("300c 310a 3008 0603550403 0c0161")));
  EXPECT_FALSE(is_name(from_hex("30810c 310a 3008 0603550403 0c0161")));
  EXPECT_FALSE(is_name(from_hex("300d 31810a 3008 0603550403 0c0161")));
  EXPECT_FALSE(is_name(from_hex("300d 310b 308108 0603550403 0c0161")));
  EXPECT_FALSE(is_name(from_hex("300d 310b 3009 060355 0403 0c810161")));
  EXPECT_FALSE(is_name(from_hex("3080 310a 3008 0603550403 0c0161 0000")));
  EXPECT_FALSE(is_name(from_hex("300e 3180 3008 0603550403 0c0161 0000")));
}

TEST(NameSyntax, AnAttributeIsOfOneOfThreeTypes) {
  for (unsigned tag = 0; tag <= 0xff; ++tag) {
    const auto syntax = static_cast<uint8_t>(tag);
    const bool good = syntax == kUtf8 || syntax == kPrintable || syntax == kIa5;
    EXPECT_EQ(is_name(name_with(syntax, "abcd")), good) << tag;
  }
}

TEST(NameSyntax, CharactersAreThoseOfTheType) {
  const std::string_view printable_others = " '()+,-./:=?";
  for (unsigned code = 0; code <= 0xff; ++code) {
    const std::string text = {'a', static_cast<char>(code), 'b'};
    const bool visible = code >= 0x20 && code < 0x7f;
    const bool printable = visible && (std::isalnum(static_cast<int>(code)) != 0 ||
                                       printable_others.find(text[1]) != std::string_view::npos);
    EXPECT_EQ(is_name(name_with(kUtf8, text)), visible) << code;
    EXPECT_EQ(is_name(name_with(kIa5, text)), visible) << code;
    EXPECT_EQ(is_name(name_with(kPrintable, text)), printable) << code;
  }
  for (const uint8_t syntax : {kUtf8, kIa5, kPrintable}) {
    EXPECT_FALSE(is_name(name_with(syntax, ""))) << "SIZE (1..MAX)";
  }
  EXPECT_FALSE(is_name(name_with(kPrintable, "M\u00fcller")));
  EXPECT_FALSE(is_name(name_with(kIa5, "M\u00fcller")));
}

/// As RFC 3629 section 3 has it.
std::string utf8(uint32_t code) {
  const auto part = [&](unsigned shift) {
    return static_cast<char>(0x80 | (code >> shift & 0x3f));
  };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xc0 | code >> 6), part(0)};
  if (code < 0x10000) return {static_cast<char>(0xe0 | code >> 12), part(6), part(0)};
  return {static_cast<char>(0xf0 | code >> 18), part(12), part(6), part(0)};
}

TEST(NameSyntax, EveryCharacterOfUnicodeMayBeInUtf8) {
  DerBytes name;
  size_t size = 0;  // of the character at its end
  for (uint32_t code = 0x20; code < 0x120000; ++code) {
    const std::string text = utf8(code);
    if (text.size() != size) name = name_with(kUtf8, text);
    size = text.size();
    std::ranges::copy(text, name.end() - static_cast<ptrdiff_t>(size));
    const bool good = code != 0x7f && (code < 0xd800 || code >= 0xe000) && code < 0x110000;
    if (is_name(name) != good) ADD_FAILURE() << code;
  }
}

TEST(NameSyntax, Utf8IsTheShortestAndWhole) {
  for (const char* wrong :
       {"80",       "bf",       "c080",     "c1bf",       "c27f",         "c2c0",
        "e09fbf",   "e28220",   "e220ac",   "eda080",     "edbfbf",       "f08fbfbf",
        "f0908020", "f4908080", "f5808080", "f888808080", "fc8480808080", "fe",
        "ff",       "c3",       "e282",     "f09f98",     "c3c3bc",       "c3bcbc"}) {
    const DerBytes bytes = from_hex(wrong);
    const std::string text(bytes.begin(), bytes.end());
    EXPECT_FALSE(is_name(name_with(kUtf8, text))) << wrong;
    EXPECT_FALSE(is_name(name_with(kUtf8, "a" + text))) << wrong;
    EXPECT_FALSE(is_name(name_with(kUtf8, text + "a"))) << wrong;
  }
}

TEST(NameSyntax, WhatIsCutOffOrChangedIsRefusedOrANameToLibcrypto) {
  const DerBytes good = element(
      kSequenceTag, element(kSetTag, attribute(kOrganization, element(kPrintable, "Fleet"))) +
                        element(kSetTag, attribute(kCommonName, element(kUtf8, "M\u00fc")) +
                                             attribute(kOrganization, element(kIa5, "unit 7"))));
  ASSERT_TRUE(is_name(good));
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(is_name(Bytes(good).first(size))) << size;
  }
  size_t names = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    for (unsigned change = 1; change <= 0xff; ++change) {
      DerBytes other = good;
      other[i] ^= static_cast<uint8_t>(change);
      if (!is_name(other)) continue;
      ++names;
      EXPECT_TRUE(is_libcryptos_name(other)) << i << " " << change;
    }
  }
  EXPECT_GT(names, 0u) << "other letters";
}

TEST(NameSyntax, GeneralNamesAreOfFiveForms) {
  const DerBytes name = name_with(kUtf8, "a");
  const DerBytes dns = element(0x82, "pump.fleet.example");
  const DerBytes kGood[] = {dns,
                            element(0x81, "m@fleet.example"),
                            element(0x86, "spiffe://fleet/pump"),
                            element(0x87, from_hex("c0000207")),
                            element(0x87, DerBytes(16, 0xfe)),
                            element(0xa4, name)};
  DerBytes all;
  for (const DerBytes& entry : kGood) {
    EXPECT_TRUE(are_general_names(element(kSequenceTag, entry)));
    all = all + entry;
  }
  EXPECT_TRUE(are_general_names(element(kSequenceTag, all)));
  EXPECT_TRUE(are_libcryptos_general_names(element(kSequenceTag, all)));

  const DerBytes kWrong[] = {element(0x81, ""),
                             element(0x82, ""),
                             element(0x82, std::string_view("a\0b", 3)),
                             element(0x82, "a\nb"),
                             element(0x82, "\x7f"),
                             element(0x82, "m\u00fcller.example"),
                             element(0x86, ""),
                             element(0x87, DerBytes{}),
                             element(0x87, DerBytes(3, 1)),
                             element(0x87, DerBytes(5, 1)),
                             element(0x87, DerBytes(8, 1)),   // of a name constraint
                             element(0x87, DerBytes(32, 1)),  // the same
                             element(0xa4, DerBytes{}),
                             element(0xa4, from_hex("3000")),
                             element(0xa4, name + name),
                             element(0xa4, name_with(kUtf8, "\n")),
                             element(0xa0, from_hex("06032a0304a0030c0161")),  // otherName
                             element(0xa3, DerBytes{}),
                             element(0x88, from_hex("2a0304")),  // registeredID
                             element(kUtf8, "pump"),
                             dns + DerBytes{0x82},
                             dns + element(0x82, "")};
  for (const DerBytes& wrong : kWrong) {
    EXPECT_FALSE(are_general_names(element(kSequenceTag, wrong))) << testing::PrintToString(wrong);
    EXPECT_FALSE(are_general_names(element(kSequenceTag, dns + wrong)))
        << testing::PrintToString(wrong);
  }
}

TEST(NameSyntax, GeneralNamesAreOneSequenceOfAtLeastOne) {
  const DerBytes dns = element(0x82, "a");
  EXPECT_TRUE(are_general_names(element(kSequenceTag, dns)));
  EXPECT_FALSE(are_general_names({}));
  EXPECT_FALSE(are_general_names(from_hex("3000")));
  EXPECT_FALSE(are_general_names(dns));
  EXPECT_FALSE(are_general_names(element(kSetTag, dns)));
  EXPECT_FALSE(are_general_names(element(kSequenceTag, dns) + DerBytes{0}));
  EXPECT_FALSE(are_general_names(from_hex("308103 820161")));
  EXPECT_FALSE(are_general_names(from_hex("3004 82810161")));
  EXPECT_FALSE(are_general_names(from_hex("3080 820161 0000")));
  const DerBytes good = element(kSequenceTag, dns + element(0x87, DerBytes(4, 1)));
  ASSERT_TRUE(are_general_names(good));
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(are_general_names(Bytes(good).first(size))) << size;
  }
}

}  // namespace
}  // namespace tls_se
