#include "se/base/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <new>
#include <type_traits>
#include <vector>

#include "support/hex.h"

namespace tls_se {
namespace {

using Secret4 = Secret<4>;

static_assert(!std::is_copy_constructible_v<Secret4> && !std::is_copy_assignable_v<Secret4>);
static_assert(!std::is_move_constructible_v<Secret4> && !std::is_move_assignable_v<Secret4>);

bool all_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; });
}

TEST(Wipe, OverwritesEveryByteAndNoOther) {
  auto bytes = from_hex("0102030405");
  wipe(MutableBytes(bytes).subspan(1, 3));
  EXPECT_EQ(bytes, from_hex("0100000005"));
  wipe({});
}

TEST(EqualInConstantTime, ComparesLengthAndContent) {
  const auto secret = from_hex("00112233");
  EXPECT_TRUE(equal_in_constant_time(secret, from_hex("00112233")));
  EXPECT_TRUE(equal_in_constant_time({}, {}));
  EXPECT_FALSE(equal_in_constant_time(secret, from_hex("001122")));
  EXPECT_FALSE(equal_in_constant_time(secret, {}));
}

TEST(EqualInConstantTime, SeesEverySingleBit) {
  const auto secret = from_hex("00112233445566778899aabbccddeeff");
  for (size_t bit = 0; bit < secret.size() * 8; ++bit) {
    auto other = secret;
    other[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    EXPECT_FALSE(equal_in_constant_time(secret, other)) << "bit " << bit;
  }
}

TEST(EqualInConstantTime, DoesNotLetDifferencesCancel) {
  EXPECT_FALSE(equal_in_constant_time(from_hex("0101"), from_hex("0202")));
  EXPECT_FALSE(equal_in_constant_time(from_hex("ff00"), from_hex("00ff")));
}

TEST(Secret, IsZeroOnceCleared) {
  Secret4 secret;
  copy_bytes(secret.bytes(), from_hex("01020304"));
  EXPECT_FALSE(all_zero(secret.bytes()));
  secret.clear();
  EXPECT_TRUE(all_zero(secret.bytes()));
}

TEST(Secret, TakesAndWipesTheOther) {
  Secret4 from;
  Secret4 to;
  copy_bytes(from.bytes(), from_hex("01020304"));
  to.take(from);
  EXPECT_TRUE(same_bytes(to.bytes(), from_hex("01020304")));
  EXPECT_TRUE(all_zero(from.bytes()));
}

TEST(Secret, LeavesNothingInItsMemory) {
  std::vector<uint8_t> memory(sizeof(Secret4));
  auto* const secret = new (memory.data()) Secret4;
  copy_bytes(secret->bytes(), from_hex("01020304"));
  secret->~Secret4();
  EXPECT_TRUE(all_zero(memory));
}

}  // namespace
}  // namespace tls_se
