#include "reader/pcsc/pcsc_readers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <winscard.h>

#include "reader/pcsc/pcsc_card.h"
#include "reader/pcsc/pcsc_words.h"

namespace tls_se {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string refusal(const std::vector<std::string>& names, const std::string& part) {
  try {
    (void)find_reader(names, part);
  } catch (const CardUnreachable& error) {
    return error.what();
  }
  return "none";
}

TEST(FindReaderTest, APartOfTheNameIsEnough) {
  const std::vector<std::string> names = {"Virtual PCD 00 00", "Virtual PCD 00 01", "ACS ACR39U"};
  EXPECT_EQ(find_reader(names, "ACR39"), "ACS ACR39U");
  EXPECT_EQ(find_reader(names, "00 01"), "Virtual PCD 00 01");
}

TEST(FindReaderTest, TheWholeNameIsTheOne) {
  EXPECT_EQ(find_reader({"Reader", "Reader 2"}, "Reader"), "Reader");
}

TEST(FindReaderTest, TellsWhichThereAre) {
  EXPECT_THAT(refusal({"One", "Another"}, "n"), HasSubstr("'n' could be 'One', 'Another'"));
  EXPECT_THAT(refusal({"One", "Another"}, "ACR"),
              HasSubstr("no reader has 'ACR' in its name: there is 'One', 'Another'"));
  EXPECT_THAT(refusal({}, "ACR"), HasSubstr("pcscd has no reader"));
}

/// A device of USB has a part in its reader's name.
TEST(FindReaderTest, ANameGivesTheTerminalNoCommands) {
  EXPECT_THAT(refusal({"One [\x1b]0;x\a\x7f]", "Zw\xc3\xb6lf"}, "ACR"),
              HasSubstr("there is 'One [?]0;x??]', 'Zw\xc3\xb6lf'"));
  EXPECT_EQ(find_reader({"One \x1b", "Two"}, "One"), "One \x1b");
  EXPECT_EQ(pcsc_card("One \n", {})->name(), "reader 'One ?'");
}

TEST(FindReaderTest, ANumberCountsFromNought) {
  EXPECT_EQ(chosen_reader({"One", "Another"}, "1"), "Another");
  EXPECT_EQ(chosen_reader({"One", "Another"}, "Anot"), "Another");
  try {
    (void)chosen_reader({"One", "Another"}, "2");
    ADD_FAILURE();
  } catch (const CardUnreachable& error) {
    EXPECT_STREQ(error.what(), "there is no reader 2: pcscd has 2, numbered from 0");
  }
  for (const char* none : {"", "1x", "1000", "-1"}) EXPECT_FALSE(is_reader_number(none)) << none;
}

TEST(PcscWordsTest, HaveTheNextStep) {
  EXPECT_THAT(pcsc_words(SCARD_E_NO_SERVICE), HasSubstr("systemctl start pcscd.socket"));
  EXPECT_THAT(pcsc_words(SCARD_W_SECURITY_VIOLATION), HasSubstr("polkit"));
  EXPECT_THAT(pcsc_words(SCARD_E_SHARING_VIOLATION), HasSubstr("another program"));
  EXPECT_THAT(pcsc_words(SCARD_E_NO_SMARTCARD), HasSubstr("put one in"));
  EXPECT_THAT(pcsc_words(SCARD_W_UNRESPONSIVE_CARD), HasSubstr("right way round"));
  EXPECT_THAT(pcsc_words(SCARD_E_CANT_DISPOSE), HasSubstr("0x8010000e"));
}

}  // namespace
}  // namespace tls_se
