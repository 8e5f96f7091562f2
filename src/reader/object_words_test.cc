#include "reader/object_words.h"

#include <gtest/gtest.h>

namespace tls_se {
namespace {

std::string words_of(const ObjectTag& tag) { return object_words_of_tag(tag.view()); }

TEST(ObjectWordsTest, OfEachKindAndOfItsTagAreTheSame) {
  size_t kinds = 0;
  for (uint8_t number = 0; number <= 0x3f; ++number) {
    const auto kind = static_cast<ObjectKind>(number);
    if (tags_of(kind).count == 0) continue;
    ++kinds;
    EXPECT_EQ(words_of({kind, 0}), object_words(kind, 0));
    EXPECT_FALSE(kind_words(kind).contains("unknown")) << int{number};
    if (tags_of(kind).count == 1) continue;
    for (const size_t index : {size_t{1}, size_t{15}, size_t{16}, size_t{200}, kMaxObjectIndex}) {
      EXPECT_EQ(words_of({kind, index}), kind_words(kind) + ' ' + std::to_string(index + 1));
    }
  }
  EXPECT_EQ(kinds, 19u);
}

TEST(ObjectWordsTest, CountFromOne) {
  EXPECT_EQ(object_words(ObjectKind::cipher_suites, 0), "cipher suites");
  EXPECT_EQ(object_words(ObjectKind::pre_shared_key, 0), "pre-shared key 1");
}

TEST(ObjectWordsTest, OfNoTagThereAreNone) {
  for (const std::vector<uint8_t>& tag :
       std::vector<std::vector<uint8_t>>{{},
                                         {0xdf},
                                         {0x5f, 0x20},
                                         {0xdf, 0x7e},
                                         {0xdf, 0x94},
                                         {0xdf, 0x94, 0x80},
                                         {0xdf, 0xbf, 0x80, 0x00},
                                         {0xdf, 0x81, 0x80, 0x00}}) {
    EXPECT_EQ(object_words_of_tag(tag), "");
  }
}

}  // namespace
}  // namespace tls_se
