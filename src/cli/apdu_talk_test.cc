#include "cli/apdu_talk.h"

#include <gtest/gtest.h>

#include <sstream>

#include "support/scripted_card.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

class ApduTalkTest : public testing::Test {
 protected:
  /// What is told of this line.
  std::string told(const std::string& line) {
    out_.str("");
    EXPECT_TRUE(talk_.take(line)) << line;
    return out_.str();
  }
  std::string file(const std::string& text) const {
    return folder_.write("a record", text).string();
  }

  const TestFolder folder_;
  ScriptedCard card_;
  std::ostringstream out_;
  ApduTalk talk_{card_, out_};
};

TEST_F(ApduTalkTest, AnExchangeIsToldByItsNames) {
  card_.object(2, "01 16 02");
  card_.answer("9F86");
  EXPECT_EQ(told("00 D8 00 03 06 16 03 03 00 01 01  # a ClientHello"),
            "  RECV(Client Hello) 6 bytes\n"
            "  <     9F 86  sw-more(134)\n"
            "  next  01 16 02  Server Hello waits (SEND)\n");
  card_.answer("16 03 03 00 80 02 00 00 7c 03 03 01 02 03 04 05 06 9000");
  EXPECT_EQ(told("00C0000086"),
            "  SEND(Server Hello) 17 bytes\n"
            "  <     16 03 03 00 80 02 00 00 7C 03 03 01 02 03 04 05\n"
            "        06\n"
            "        90 00  sw-ok\n"
            "  next  01 16 02  Server Hello waits (SEND)\n");
}

TEST_F(ApduTalkTest, ACardWithoutDataObjectsTellsNothingOfWhatIsNext) {
  card_.answer("6D00");
  EXPECT_EQ(told("00 84 00 00"), "  GET CHALLENGE\n  <     6D 00  instruction not supported\n");
}

TEST_F(ApduTalkTest, TheEndHasItsReason) {
  card_.object(2, "03 00 00");
  card_.object(1, "01 28 23");
  card_.answer("9002");
  EXPECT_TRUE(told("00 C0 00 00 07")
                  .ends_with("  next  03 00 00  the session is over (RESET begins another)\n"
                             "  why   01 28 23  handshake_failure, found by the card: no cipher "
                             "suite in common\n"));
}

TEST_F(ApduTalkTest, NothingIsSentForATypo) {
  EXPECT_EQ(told("00 D8 0x"),
            "  character 8 is no hexadecimal digit; nothing was sent. `help` has the words\n");
  EXPECT_TRUE(told("00 D8 0").contains("nothing was sent"));
  EXPECT_TRUE(told("rset").ends_with("Is `reset` meant?\n"));
  EXPECT_EQ(told("reset now"), "  reset stands alone; nothing was sent\n");
  EXPECT_EQ(told("recv"), "  write recv FILE; nothing was sent\n");
  EXPECT_EQ(told("   # nothing"), "");
  EXPECT_TRUE(card_.commands.empty());
}

TEST_F(ApduTalkTest, Resets) {
  card_.answer("9000");
  EXPECT_EQ(told("reset # again"), "  >     00 D8 00 01 00\n  RESET\n  <     90 00  sw-ok\n");
  EXPECT_EQ(told("cold"), "  cold reset\n");
  EXPECT_EQ(card_.commands, std::vector<std::string>{"00 D8 00 01 00"});
  EXPECT_EQ(card_.resets, 1);
}

TEST_F(ApduTalkTest, ARecordIsCutIntoFragments) {
  std::string record = "\x16\x03\x03\x01\xff";
  record += std::string(511, 'a');
  card_.answer("9000").answer("9000").answer("9F07");
  (void)told("recv " + file(record));
  ASSERT_EQ(card_.commands.size(), 3u);
  EXPECT_TRUE(card_.commands[0].starts_with("00 D8 00 01 FF 16 03 03 01 FF 61"));
  EXPECT_TRUE(card_.commands[1].starts_with("00 D8 00 00 FF 61"));
  EXPECT_EQ(card_.commands[2], "00 D8 00 02 06 61 61 61 61 61 61");
}

TEST_F(ApduTalkTest, ARefusedFragmentIsTheLast) {
  card_.answer("6700");
  EXPECT_TRUE(told("recv " + file("\x16\x03\x03" + std::string(300, 'a')))
                  .ends_with("  48 bytes of the file were not sent\n"));
  EXPECT_EQ(card_.commands.size(), 1u);
}

TEST_F(ApduTalkTest, AnOpenSessionDecryptsTheRecord) {
  card_.object(2, "02 00 00");
  card_.answer("9000");
  (void)told("recv " + file("17 03 03 # in hexadecimal\n 00 01 00\n"));
  EXPECT_EQ(card_.commands, std::vector<std::string>{"00 D8 01 03 06 17 03 03 00 01 00"});
}

TEST_F(ApduTalkTest, AFileThatIsNoRecordIsTold) {
  const std::string name = (folder_.path() / "a record").string();
  EXPECT_EQ(told("recv " + name),
            "  " + name + ": can't be read: No such file or directory; nothing was sent\n");
  EXPECT_TRUE(told("recv " + file("hello")).contains("neither a TLS record nor hexadecimal"));
  EXPECT_TRUE(told("recv " + file("# nothing")).contains("is empty; nothing was sent"));
  EXPECT_TRUE(card_.commands.empty());
}

TEST_F(ApduTalkTest, SendsAllThatWaits) {
  EXPECT_EQ(told("send"), "  nothing waits; nothing was sent\n");
  card_.object(2, "01 16 02");
  card_.answer("6C03").answer("0102039F02").answer("04059000");
  (void)told("send");
  card_.answer("9F05").answer("01020304059000");
  (void)told("00 D8 00 03 01 16");
  (void)told("send");
  EXPECT_EQ(card_.commands,
            (std::vector<std::string>{"00 C0 00 00 00", "00 C0 00 00 03", "00 C0 00 00 02",
                                      "00 D8 00 03 01 16", "00 C0 00 00 05"}));
}

TEST_F(ApduTalkTest, HelpHasEachWordAndQuitEnds) {
  const std::string help = told("help");
  for (const char* word : {"help", "reset", "cold", "recv FILE", "send", "quit"}) {
    EXPECT_TRUE(help.contains("  " + std::string(word) + " ")) << help;
  }
  EXPECT_FALSE(talk_.take("quit"));
}

}  // namespace
}  // namespace tls_se
