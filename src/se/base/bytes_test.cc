#include "se/base/bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>
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
  writer.number(0x77, 1);
  writer.number(0x0708090a, 4);
  EXPECT_TRUE(writer.fits());
  EXPECT_EQ(copy(writer.written()), from_hex("01 0203 040506 aabb 77 0708090a"));
  EXPECT_EQ(writer.size(), 13u);
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
  EXPECT_FALSE(writer.fits());
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

TEST(Writer, WritesOfANumberWhatIsInTheWindow) {
  std::array<uint8_t, 4> memory{};
  Writer over_the_end(memory);
  over_the_end.u8(1);
  over_the_end.number(0x02030405, 4);
  EXPECT_EQ(copy(memory), from_hex("01020304"));
  EXPECT_FALSE(over_the_end.fits());
  over_the_end.u8(6);
  EXPECT_EQ(copy(memory), from_hex("01020304"));
  EXPECT_EQ(over_the_end.size(), 6u);
  memory = {};
  Writer before_the_start(memory, 1);
  before_the_start.u16(0x0102);
  EXPECT_EQ(copy(before_the_start.written()), from_hex("02"));
  EXPECT_EQ(copy(memory), from_hex("02000000"));
  EXPECT_FALSE(before_the_start.fits());
}

TEST(Writer, FitsUntilOneByteIsOutsideOfTheWindow) {
  std::array<uint8_t, 3> memory{};
  Writer writer(memory);
  EXPECT_TRUE(writer.fits());
  EXPECT_FALSE(writer.resumes());
  writer.u24(0x010203);
  EXPECT_TRUE(writer.fits());
  writer.bytes({});
  EXPECT_TRUE(writer.fits());
  writer.u8(4);
  EXPECT_FALSE(writer.fits());
  const Writer resumed(memory, 1);
  EXPECT_FALSE(resumed.fits());
  Writer without_room({});
  EXPECT_TRUE(without_room.fits());
  without_room.u8(1);
  EXPECT_FALSE(without_room.fits());
  EXPECT_EQ(without_room.size(), 1u);
  EXPECT_TRUE(without_room.written().empty());
}

static_assert(!std::is_copy_constructible_v<Vector> && !std::is_copy_assignable_v<Vector>);

TEST(Vector, FillsInItsLength) {
  for (const size_t length_size : {1, 2, 3}) {
    for (const size_t size : {0, 1, 255, 256, 65535, 65536}) {
      if (size >> 8 * length_size != 0) continue;
      const std::vector<uint8_t> content(size, 0x5a);
      std::vector<uint8_t> memory(length_size + size + 1, 0xee);
      Writer writer(memory);
      {
        const Vector vector(writer, length_size);
        writer.bytes(content);
      }
      EXPECT_TRUE(writer.fits());
      EXPECT_EQ(writer.size(), length_size + size);
      Reader reader(writer.written());
      EXPECT_TRUE(same_bytes(reader.vector(length_size), content)) << length_size << ", " << size;
      EXPECT_TRUE(reader.done());
      EXPECT_EQ(memory.back(), 0xee);
    }
  }
}

TEST(Vector, IsBeginAndEnd) {
  std::array<uint8_t, 8> memory{};
  Writer writer(memory);
  writer.u8(0x11);
  const size_t begin = writer.begin_vector(2);
  EXPECT_EQ(begin, 3u) << "of the content";
  writer.bytes(from_hex("aabb"));
  EXPECT_EQ(copy(writer.written()), from_hex("11 0000 aabb")) << "not known yet";
  writer.end_vector(begin, 2);
  EXPECT_EQ(copy(writer.written()), from_hex("11 0002 aabb"));
}

constexpr std::string_view kNested =
    "0b"
    "000010  0002 aabb  000a  04 01020304  00  03 03ff00"
    "0000"
    "cc";

void write_nested(Writer& writer) {
  writer.u8(0x0b);
  {
    const Vector outer(writer, 3);
    {
      const Vector inner(writer, 2);
      writer.bytes(from_hex("aabb"));
    }
    const Vector inner(writer, 2);
    {
      const Vector innermost(writer, 1);
      writer.number(0x01020304, 4);
    }
    { const Vector empty(writer, 1); }
    const Vector innermost(writer, 1);
    writer.u24(0x03ff00);
  }
  { const Vector empty(writer, 2); }
  writer.u8(0xcc);
}

TEST(Vector, NestsInOthers) {
  std::array<uint8_t, 64> memory{};
  Writer writer(memory);
  write_nested(writer);
  EXPECT_EQ(copy(writer.written()), from_hex(kNested));
  EXPECT_TRUE(writer.fits());
}

TEST(Vector, IsTheSameThroughAWindowThatMovesOn) {
  const auto whole = from_hex(kNested);
  for (size_t window = 1; window <= whole.size(); ++window) {
    std::vector<uint8_t> pieces;
    while (pieces.size() < whole.size()) {
      std::vector<uint8_t> memory(window);
      Writer writer(memory, pieces.size());
      write_nested(writer);
      EXPECT_EQ(writer.size(), whole.size());
      EXPECT_EQ(writer.fits(), window == whole.size());
      const auto piece = writer.written();
      pieces.insert(pieces.end(), piece.begin(), piece.end());
    }
    EXPECT_EQ(pieces, whole) << window;
  }
}

// The window lies within memory that is nobody's to write.
TEST(Vector, WritesNothingOutsideOfAnyWindow) {
  const auto whole = from_hex(kNested);
  constexpr size_t kMargin = 4;
  for (size_t start = 0; start <= whole.size() + 1; ++start) {
    for (size_t size = 0; size <= whole.size() + 1; ++size) {
      std::vector<uint8_t> memory(kMargin + size + kMargin, 0xee);
      std::vector<uint8_t> expected = memory;
      for (size_t i = 0; i < size && start + i < whole.size(); ++i)
        expected[kMargin + i] = whole[start + i];
      Writer writer(MutableBytes(memory).subspan(kMargin, size), start);
      write_nested(writer);
      EXPECT_EQ(memory, expected) << "from " << start << ", " << size << " bytes";
      const size_t left = start < whole.size() ? whole.size() - start : 0;
      EXPECT_EQ(writer.written().size(), std::min(size, left));
    }
  }
}

}  // namespace
}  // namespace tls_se
