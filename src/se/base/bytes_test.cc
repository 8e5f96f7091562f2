#include "se/base/bytes.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "support/hex.h"

namespace tls_se {
namespace {

std::vector<uint8_t> copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

TEST(SameBytes, ComparesLengthAndContent) {
  const auto abc = from_hex("616263");
  EXPECT_TRUE(same_bytes(abc, from_hex("616263")));
  EXPECT_TRUE(same_bytes({}, {}));
  EXPECT_FALSE(same_bytes(abc, from_hex("616264")));
  EXPECT_FALSE(same_bytes(abc, from_hex("6162")));
  EXPECT_FALSE(same_bytes(abc, {}));
}

TEST(CopyBytes, MovesOverlappingBytesAndNothing) {
  auto bytes = from_hex("0102030405");
  copy_bytes(MutableBytes(bytes).subspan(1), Bytes(bytes).first(4));
  EXPECT_EQ(bytes, from_hex("0101020304"));
  copy_bytes({}, {});
}

TEST(Number, IsBigEndian) {
  std::array<uint8_t, 2> bytes{};
  store_u16(bytes.data(), 0x12345);
  EXPECT_EQ(copy(bytes), from_hex("2345"));
  EXPECT_EQ(load_u16(bytes.data()), 0x2345);
}

TEST(Reader, ReadsNumbersAndVectors) {
  const auto bytes = from_hex(
      "01 0203 040506 0708090a"
      "02 aabb  0001 cc  000003 ddeeff  4142");
  Reader reader(bytes);
  EXPECT_EQ(reader.u8(), 0x01);
  EXPECT_EQ(reader.u16(), 0x0203);
  EXPECT_EQ(reader.u24(), 0x040506u);
  EXPECT_EQ(reader.u32(), 0x0708090au);
  EXPECT_EQ(copy(reader.vector8()), from_hex("aabb"));
  EXPECT_EQ(copy(reader.vector16()), from_hex("cc"));
  EXPECT_EQ(copy(reader.vector24()), from_hex("ddeeff"));
  EXPECT_TRUE(reader.ok());
  EXPECT_TRUE(reader.more());
  EXPECT_FALSE(reader.done());
  EXPECT_EQ(copy(reader.bytes(2)), from_hex("4142"));
  EXPECT_TRUE(reader.done());
  EXPECT_FALSE(reader.more());
}

TEST(Reader, OfNothingIsDone) {
  Reader reader({});
  EXPECT_TRUE(reader.done());
  EXPECT_TRUE(reader.bytes(0).empty());
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(reader.u8(), 0);
  EXPECT_FALSE(reader.ok());
}

TEST(Reader, ReadsEmptyVectors) {
  const auto bytes = from_hex("00 0000 000000");
  Reader reader(bytes);
  EXPECT_TRUE(reader.vector8().empty());
  EXPECT_TRUE(reader.vector16().empty());
  EXPECT_TRUE(reader.vector24().empty());
  EXPECT_TRUE(reader.done());
}

TEST(Reader, StaysFailedAfterAnOverrun) {
  const auto bytes = from_hex("0102030405");
  Reader reader(bytes);
  EXPECT_EQ(reader.u24(), 0x010203u);
  EXPECT_EQ(reader.u24(), 0u);
  EXPECT_FALSE(reader.ok());
  EXPECT_FALSE(reader.more());
  EXPECT_TRUE(reader.rest().empty());
  EXPECT_EQ(reader.u8(), 0) << "what was left must not be read";
  EXPECT_TRUE(reader.bytes(0).empty());
  EXPECT_FALSE(reader.done());
}

TEST(Reader, RefusesVectorsThatOverrun) {
  for (const char* const hex : {"02aa", "ff"}) {
    const auto bytes = from_hex(hex);
    Reader reader(bytes);
    EXPECT_TRUE(reader.vector8().empty());
    EXPECT_FALSE(reader.ok());
  }
  for (const char* const hex : {"0002aa", "ffff", "00", ""}) {
    const auto bytes = from_hex(hex);
    Reader reader(bytes);
    EXPECT_TRUE(reader.vector16().empty());
    EXPECT_FALSE(reader.ok());
  }
  for (const char* const hex : {"000002aa", "ffffff", "0000"}) {
    const auto bytes = from_hex(hex);
    Reader reader(bytes);
    EXPECT_TRUE(reader.vector24().empty());
    EXPECT_FALSE(reader.ok());
  }
}

TEST(Reader, RefusesASizeThatWouldWrapAround) {
  const auto bytes = from_hex("0102");
  Reader reader(bytes);
  reader.u8();
  EXPECT_TRUE(reader.bytes(SIZE_MAX).empty());
  EXPECT_FALSE(reader.ok());
}

TEST(Writer, WritesNumbersAndBytes) {
  std::array<uint8_t, 32> memory{};
  Writer writer(memory);
  writer.u8(1);
  writer.u16(0x0203);
  writer.u24(0x040506);
  writer.bytes(from_hex("aabb"));
  writer.reserve(1)[0] = 0x77;
  EXPECT_TRUE(writer.ok());
  EXPECT_EQ(copy(writer.written()), from_hex("01 0203 040506 aabb 77"));
  EXPECT_EQ(writer.size(), 9u);
}

TEST(Writer, FillsItsWindowAndCountsTheRest) {
  std::array<uint8_t, 3> memory{};
  Writer writer(memory);
  writer.u16(0x0102);
  EXPECT_EQ(writer.written().size(), 2u);
  writer.u24(0x030405);
  EXPECT_EQ(copy(memory), from_hex("010203"));
  EXPECT_EQ(writer.written().size(), 3u);
  EXPECT_EQ(writer.size(), 5u);
  EXPECT_TRUE(writer.ok());
}

TEST(Writer, WritesThroughAWindowThatMovesOn) {
  const auto whole = from_hex("01 0203 040506 aabbccdd");
  for (size_t window = 1; window <= whole.size(); ++window) {
    std::vector<uint8_t> pieces;
    while (pieces.size() < whole.size()) {
      std::vector<uint8_t> memory(window);
      Writer writer(memory, pieces.size());
      EXPECT_EQ(writer.resumes(), !pieces.empty());
      writer.u8(1);
      writer.u16(0x0203);
      writer.u24(0x040506);
      writer.bytes(from_hex("aabbccdd"));
      EXPECT_EQ(writer.size(), whole.size());
      const auto piece = writer.written();
      pieces.insert(pieces.end(), piece.begin(), piece.end());
    }
    EXPECT_EQ(pieces, whole) << window;
  }
}

TEST(Writer, HasNothingInAWindowBehindTheEnd) {
  std::array<uint8_t, 4> memory{};
  Writer writer(memory, 3);
  writer.u16(0x0102);
  EXPECT_TRUE(writer.written().empty());
  EXPECT_EQ(copy(memory), from_hex("00000000"));
}

TEST(Writer, ReservesNothingThatIsNotAllInTheWindow) {
  std::array<uint8_t, 4> memory{};
  Writer at_the_end(memory);
  at_the_end.u8(1);
  EXPECT_TRUE(at_the_end.reserve(4).empty());
  EXPECT_FALSE(at_the_end.ok());
  EXPECT_TRUE(at_the_end.reserve(1).empty());
  Writer before_the_start(memory, 1);
  EXPECT_TRUE(before_the_start.reserve(2).empty());
  EXPECT_FALSE(before_the_start.ok());
}

}  // namespace
}  // namespace tls_se
