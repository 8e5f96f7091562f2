#include "profile/hidden_keys.h"

#include <gtest/gtest.h>

#include "profile/profile_reader.h"
#include "support/test_credentials.h"
#include "text/hex.h"

namespace tls_se {
namespace {

struct Hidden {
  std::string text;               // what is left
  std::vector<std::string> keys;  // in their order, with their places
};

Hidden hide(std::string text) {
  const HiddenKeys keys = hide_keys({reinterpret_cast<uint8_t*>(text.data()), text.size()});
  Hidden hidden{.text = std::move(text)};
  for (const auto& [where, key] : keys) {
    hidden.keys.push_back(std::to_string(where.line) + ":" + std::to_string(where.column) + " " +
                          std::string(key.text()));
  }
  return hidden;
}

using Keys = std::vector<std::string>;

TEST(HiddenKeysTest, LeaveSpacesInTheirPlace) {
  const Hidden hidden = hide("[[psk]]\nkey = \"00ff\"\nidentity = \"a\"  # key = \"11\"\n");
  EXPECT_EQ(hidden.text, "[[psk]]\nkey = \"    \"\nidentity = \"a\"  # key = \"11\"\n");
  EXPECT_EQ(hidden.keys, Keys{"2:7 00ff"});
}

TEST(HiddenKeysTest, AreFoundHoweverTheyAreWritten) {
  EXPECT_EQ(hide("key=\"00\"").keys, Keys{"1:5 00"});
  EXPECT_EQ(hide("\t'key'\t=\t'00'").keys, Keys{"1:10 00"});
  EXPECT_EQ(hide("\"key\" = '00'").keys, Keys{"1:9 00"});
  EXPECT_EQ(hide("psk = [{key = \"00\"}, {identity = \"\u00e4\", key = \"11\"}]").keys,
            (Keys{"1:15 00", "1:45 11"}));
  EXPECT_EQ(hide("\xef\xbb\xbfkey = \"00\"").keys, Keys{"1:7 00"});
  const Hidden lines = hide("key = \"\"\"\n00\r\n\"11\"\"\"\nkey = \"22\"");
  EXPECT_EQ(lines.keys, (Keys{"1:7 \n00\r\n\"11", "4:7 22"}));
  EXPECT_EQ(lines.text, "key = \"\"\"\n  \r\n   \"\"\"\nkey = \"  \"");
}

TEST(HiddenKeysTest, AreFoundBehindOtherTexts) {
  EXPECT_EQ(hide("identity = \"key = '\"\nkey = \"00\"").keys, Keys{"2:7 00"});
  EXPECT_EQ(hide("identity = \"\\\"\"\nkey = \"00\"").keys, Keys{"2:7 00"});
  EXPECT_EQ(hide("identity = '\\'\nkey = \"00\"").keys, Keys{"2:7 00"});
  EXPECT_EQ(hide("# it's\nkey = \"00\"").keys, Keys{"2:7 00"});
  EXPECT_EQ(hide("identity = \"a\nkey = \"00\"").keys, Keys{"2:7 00"});
}

TEST(HiddenKeysTest, AreHiddenWithoutTheirEnd) {
  EXPECT_EQ(hide("key = \"0011\n").text, "key = \"    \n");
  EXPECT_EQ(hide("key = \"00\\").text, "key = \"   ");
  EXPECT_EQ(hide("key = \"00\\\nkey = \"11\"").text, "key = \"   \nkey = \"  \"");
  EXPECT_EQ(hide("key = '''00\n11''").text, "key = '''  \n    ");
  EXPECT_EQ(hide("key = \"").keys, Keys{"1:7 "});
}

TEST(HiddenKeysTest, AreNoOtherValues) {
  for (const char* text : {"private_key = \"a\"", "\"private_key\" = \"a\"", "key_share = \"a\"",
                           "'key' \"a\"", "key\n= \"a\"", "key = 1234", "", "=\"a\"", "key"}) {
    const Hidden hidden = hide(text);
    EXPECT_EQ(hidden.text, text);
    EXPECT_TRUE(hidden.keys.empty()) << text;
  }
}

TEST(HiddenKeysTest, AreWhereTheParserHasThem) {
  const TestFolder folder;
  const std::string one = "000102030405060708090a0b0c0d0e0f";
  const std::string two = "f" + one.substr(1);
  for (const std::string& text :
       {"psk = [{identity = \"\u00e4\u20ac\U0001f511\", key = \"" + one + "\"}, { key = '" + two +
            "', identity = 'b' }]\n",
        "\xef\xbb\xbfpsk = [{identity = \"\u00e4\", key = \"" + one + "\"}, {key = \"" + two +
            "\", identity = \"b\"}]",
        "[[psk]]\r\n\tkey\t= \"\"\"\r\n" + one + "\"\"\"\r\nidentity = \"\u00e4\"\r\n[[psk]]\r\n" +
            "\"key\" = '''" + two + "'''  # \u00e4\r\nidentity = \"b\"",
        "[[psk]]\nidentity = \"a\"\n\"\\u006bey\" = \"" + one +  // which is not hidden
            "\"\n[[psk]]\nidentity = \"b\"\nkey = \"" + two + "\"\n"}) {
    const CardProfile profile = load_card_profile(folder.write("card.toml", text));
    ASSERT_EQ(profile.psks.size(), 2u);
    EXPECT_EQ(profile.psks[0].key, parse_hex(one)) << text;
    EXPECT_EQ(profile.psks[1].key, parse_hex(two)) << text;
  }
}

}  // namespace
}  // namespace tls_se
