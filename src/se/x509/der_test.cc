#include "se/x509/der.h"

#include <gtest/gtest.h>

#include <string>

#include "support/hex.h"

namespace tls_se {
namespace {

using Data = std::vector<uint8_t>;

/// The one SEQUENCE that `hex` is, or nothing.
bool is_sequence(const std::string& hex) {
  const Data der = from_hex(hex);
  return DerReader(der, der::kSequence).rest().size() > 0;
}

std::string zeros(size_t size) {
  std::string hex;
  while (size-- > 0) hex += "00";
  return hex;
}

TEST(DerReader, ReadsElementsInTurn) {
  const Data der = from_hex("020105 0402aabb 3003020107");
  DerReader reader(der);
  EXPECT_EQ(reader.tag(), der::kInteger);
  EXPECT_TRUE(same_bytes(reader.read(der::kInteger), from_hex("05")));
  EXPECT_TRUE(same_bytes(reader.read_whole(der::kOctetString), from_hex("0402aabb")));
  DerReader inner = reader.enter(der::kSequence);
  EXPECT_TRUE(reader.done());
  EXPECT_FALSE(inner.done());
  EXPECT_TRUE(same_bytes(inner.read(der::kInteger), from_hex("07")));
  EXPECT_TRUE(inner.done());
  EXPECT_EQ(inner.tag(), 0);
}

TEST(DerReader, LengthsAreMinimal) {
  EXPECT_TRUE(is_sequence("307f" + zeros(0x7f)));
  EXPECT_TRUE(is_sequence("308180" + zeros(0x80)));
  EXPECT_TRUE(is_sequence("3081ff" + zeros(0xff)));
  EXPECT_TRUE(is_sequence("30820100" + zeros(0x100)));
  EXPECT_TRUE(is_sequence("3082ffff" + zeros(0xffff)));
  EXPECT_FALSE(is_sequence("30817f" + zeros(0x7f)));
  EXPECT_FALSE(is_sequence("308200ff" + zeros(0xff)));
  EXPECT_FALSE(is_sequence("3083000100" + zeros(0x100))) << "three octets";
  EXPECT_FALSE(is_sequence("3083010000" + zeros(0x10000))) << "more than is supported";
  EXPECT_FALSE(is_sequence("3080 0500 0000")) << "indefinite";
  EXPECT_FALSE(is_sequence("3080" + zeros(0x80))) << "indefinite";
  EXPECT_FALSE(is_sequence("30ff" + zeros(0xff))) << "reserved";
}

TEST(DerReader, ElementsLieWithinTheirs) {
  EXPECT_TRUE(is_sequence("30020500"));
  EXPECT_FALSE(is_sequence("300205")) << "cut off";
  EXPECT_FALSE(is_sequence("3002050000")) << "something behind";
  EXPECT_FALSE(is_sequence(""));
  EXPECT_FALSE(is_sequence("30"));
  EXPECT_FALSE(is_sequence("3081"));
  EXPECT_FALSE(is_sequence("308201"));

  const Data der = from_hex("30030203070500");  // the INTEGER reaches beyond the SEQUENCE
  DerReader reader(der);
  DerReader inner = reader.enter(der::kSequence);
  EXPECT_TRUE(inner.read(der::kInteger).empty());
  EXPECT_FALSE(inner.done());
}

TEST(DerReader, TagsAreOfOneOctet) {
  for (const char* hex : {"1f0500", "3f8105 00", "ff0100", "0000"}) {
    const Data der = from_hex(hex);
    DerReader reader(der);
    reader.skip_list();
    EXPECT_FALSE(reader.done()) << hex;
  }
}

TEST(DerReader, StaysFailed) {
  const Data der = from_hex("0201050201060201 07");
  DerReader reader(der);
  reader.read(der::kInteger);
  EXPECT_TRUE(reader.read(der::kSequence).empty());
  EXPECT_FALSE(reader.more());
  EXPECT_TRUE(reader.read(der::kInteger).empty());
  EXPECT_TRUE(reader.read_whole(der::kInteger).empty());
  EXPECT_TRUE(reader.read_optional(der::kInteger).empty());
  EXPECT_FALSE(reader.enter(der::kInteger).done());
  EXPECT_FALSE(reader.done());
}

TEST(DerReader, OptionalElementsMayBeMissing) {
  const Data der = from_hex("8101aa 020105");
  DerReader reader(der);
  EXPECT_TRUE(reader.read_optional(der::context(0)).empty());
  EXPECT_TRUE(same_bytes(reader.read_optional(der::context(1)), from_hex("aa")));
  reader.read(der::kInteger);
  EXPECT_TRUE(reader.read_optional(der::kInteger).empty());
  EXPECT_TRUE(reader.done());
}

TEST(DerReader, FlagsAreFalseByDefault) {
  const auto read_flag = [](const char* hex, bool& is_well_formed) {
    const Data der = from_hex(hex);
    DerReader reader(der);
    const bool flag = reader.read_flag();
    reader.read_optional(der::kInteger);
    is_well_formed = reader.done();
    return flag;
  };
  bool is_well_formed = false;
  EXPECT_TRUE(read_flag("0101ff", is_well_formed));
  EXPECT_TRUE(is_well_formed);
  EXPECT_FALSE(read_flag("", is_well_formed));
  EXPECT_TRUE(is_well_formed);
  EXPECT_FALSE(read_flag("020105", is_well_formed));
  EXPECT_TRUE(is_well_formed);
  for (const char* wrong : {"010100", "010101", "0100", "0102ffff", "0101"}) {
    EXPECT_FALSE(read_flag(wrong, is_well_formed)) << wrong;
    EXPECT_FALSE(is_well_formed) << wrong;
  }
}

TEST(DerReader, AListHasAnElement) {
  const auto is_list = [](const char* hex) {
    const Data der = from_hex(hex);
    DerReader reader(der);
    reader.skip_list();
    return reader.done();
  };
  EXPECT_TRUE(is_list("0500"));
  EXPECT_TRUE(is_list("0500 020105 3003ffffff"));
  EXPECT_FALSE(is_list(""));
  EXPECT_FALSE(is_list("0500 0201"));
}

}  // namespace
}  // namespace tls_se
