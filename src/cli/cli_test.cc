#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cli/apdu_command.h"
#include "cli/exit_codes.h"
#include "cli/replay_command.h"
#include "cli/standard_output.h"
#include "cli/trace_file.h"
#include "support/scripted_card.h"
#include "text/hex.h"

namespace tls_se {
namespace {

std::vector<uint8_t> hex(const std::string& text) { return parse_hex(text).value(); }

TEST(ApduCommandTest, AResponseForEachCommand) {
  ScriptedCard card;
  card.answer("9000").answer("AB CD 6101");
  std::istringstream in("# reset\n\n00 D8 00 01 00  # P3 = 0\n00c0000002\n");
  std::ostringstream out;
  run_apdu(card, in, "in", out);
  EXPECT_EQ(out.str(), "9000\nABCD6101\n");
  EXPECT_EQ(card.commands, (std::vector<std::string>{"00 D8 00 01 00", "00 C0 00 00 02"}));
}

TEST(ApduCommandTest, StopsAtALineThatIsNoHexadecimal) {
  ScriptedCard card;
  card.answer("9000");
  std::istringstream in("00D8000100\n00C0 0x\n00C0000002\n");
  std::ostringstream out;
  try {
    run_apdu(card, in, "in", out);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("in:2: ")) << error.what();
  }
  EXPECT_EQ(out.str(), "9000\n");
  EXPECT_EQ(card.commands.size(), 1);
}

TEST(ApduCommandTest, StopsWhereAResponseIsLost) {
  ScriptedCard card;
  card.answer("9000").answer("9000");
  std::istringstream in("00D8000100\n00C0000002\n");
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  run_apdu(card, in, "in", out);
  EXPECT_EQ(card.commands.size(), 0);
}

class LineWidthTest : public testing::Test {
 protected:
  void SetUp() override {
    unsetenv("COLUMNS");
    ASSERT_EQ(openpty(&terminal_, &program_, nullptr, nullptr, nullptr), 0);
  }
  void TearDown() override {
    close(terminal_);
    close(program_);
    unsetenv("COLUMNS");
  }
  void resize(unsigned short columns) const {
    const winsize size = {.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    ASSERT_EQ(ioctl(terminal_, TIOCSWINSZ, &size), 0);
  }

  int terminal_ = -1;
  int program_ = -1;
};

TEST_F(LineWidthTest, IsTheTerminals) {
  resize(132);
  EXPECT_EQ(line_width(program_), 132);
  resize(40);
  EXPECT_EQ(line_width(program_), 80);
  resize(0);  // it does not say
  EXPECT_EQ(line_width(program_), 100);
}

TEST_F(LineWidthTest, ElsewhereItIsTheUsualOne) {
  const int nowhere = open("/dev/null", O_WRONLY);
  EXPECT_EQ(line_width(nowhere), 100);
  setenv("COLUMNS", "90", 1);
  EXPECT_EQ(line_width(nowhere), 90);
  resize(132);
  EXPECT_EQ(line_width(program_), 90);
  setenv("COLUMNS", "wide", 1);
  EXPECT_EQ(line_width(program_), 132);
  close(nowhere);
}

class TraceTest : public testing::Test {
 protected:
  /// Like the section 5 of the draft, in small.
  Trace trace_ = {.psk = {1},
                  .psk_identity = {2},
                  .server_random = {3},
                  .server_key_share = {4},
                  .ecdhe_shared_secret = {5},
                  .exchanges = {{"one", hex("00D8000102 0102"), hex("9000")},
                                {"two", hex("00D8000201 03"), hex("6102")},
                                {"three", hex("00C0000002"), hex("0A0B9F01")},
                                {"four", hex("00C0000001"), hex("0C9000")}}};
  ScriptedCard card_;
  std::ostringstream out_;
};

TEST_F(TraceTest, ReplaysToACardThatAnswersAlike) {
  card_.answer("9000").answer("6102").answer("0A0B9F01").answer("0C9000");
  EXPECT_TRUE(run_replay(card_, trace_, out_));
  EXPECT_NE(out_.str().find("all 4 exchanges"), std::string::npos) << out_.str();
}

TEST_F(TraceTest, StopsAtTheFirstDifferenceAndSaysWhere) {
  card_.answer("9000").answer("6102").answer("0AFF9F01");
  EXPECT_FALSE(run_replay(card_, trace_, out_));
  EXPECT_NE(out_.str().find("three"), std::string::npos) << out_.str();
  EXPECT_NE(out_.str().find("DIFFERS at byte 1: expected 0B 9F 01, got FF 9F 01"),
            std::string::npos)
      << out_.str();
  EXPECT_EQ(card_.commands.size(), 3);
}

TEST_F(TraceTest, AShorterAnswerDiffersAtItsEnd) {
  trace_.exchanges = {{"one", hex("00C0000001"), hex("0A0B9000")}};
  card_.answer("0A0B");
  EXPECT_FALSE(run_replay(card_, trace_, out_));
  EXPECT_NE(out_.str().find("DIFFERS at byte 2: expected 90 00, got the end"), std::string::npos)
      << out_.str();
}

TEST_F(TraceTest, CutsTheInputsAnew) {
  const Trace cut = refragmented(trace_, 2);
  ASSERT_EQ(cut.exchanges.size(), 4);
  EXPECT_EQ(to_hex(cut.exchanges[0].command), "00D80001020102");
  EXPECT_EQ(to_hex(cut.exchanges[0].response), "9000");
  EXPECT_EQ(to_hex(cut.exchanges[1].command), "00D800020103");
  EXPECT_EQ(to_hex(cut.exchanges[1].response), "6102");
  EXPECT_EQ(to_hex(cut.exchanges[2].command), "00C0000002");
  const Trace whole = refragmented(trace_, 255);
  ASSERT_EQ(whole.exchanges.size(), 3);
  EXPECT_EQ(to_hex(whole.exchanges[0].command), "00D8000303010203");
  const Trace bytes = refragmented(trace_, 1);
  ASSERT_EQ(bytes.exchanges.size(), 5);
  EXPECT_EQ(to_hex(bytes.exchanges[1].command), "00D800000102");
}

TEST_F(TraceTest, KeepsTheResetsWhereTheyAre) {
  trace_.exchanges.insert(trace_.exchanges.begin(), {"reset", hex("00D8000100"), hex("9000")});
  EXPECT_EQ(to_hex(refragmented(trace_, 1).exchanges[0].command), "00D8000100");
}

TEST_F(TraceTest, TheCardsEncodingOfSwMoreIsInTheTrace) {
  using SwMore = SwMore;
  EXPECT_EQ(profile_of(trace_).sw_more, SwMore::mixed);
  trace_.exchanges[2].response = hex("0A0B6101");
  EXPECT_EQ(profile_of(trace_).sw_more, SwMore::always_61);
  trace_.exchanges.resize(2);
  EXPECT_EQ(profile_of(trace_).sw_more, SwMore::always_61);
  trace_.exchanges[1].response = hex("9F02");
  EXPECT_EQ(profile_of(trace_).sw_more, SwMore::always_9f);
}

class TraceFileTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }
  void expect_refusal(const std::string& text, const std::string& words) {
    std::ofstream(file_) << text;
    try {
      (void)load_trace(file_);
      ADD_FAILURE() << "accepted: " << text;
    } catch (const UsageError& error) {
      EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
    }
  }

  const std::string head_ =
      R"({"psk":"01","psk_identity":"02","server_random":"03","server_key_share":"04",)"
      R"("ecdhe_shared_secret":"05",)";
  const std::filesystem::path file_ =
      testing::TempDir() + "tls-se-trace-" + std::to_string(getpid()) + ".json";
};

TEST_F(TraceFileTest, ReadsTheDraft) {
  const Trace trace = load_trace(TLS_SE_SOURCE_DIR "/tests/traces/draft-section-5.json");
  EXPECT_EQ(trace.exchanges.size(), 10);
  EXPECT_EQ(trace.psk.size(), 32);
  EXPECT_EQ(trace.server_key_share.size(), 65);
  EXPECT_EQ(profile_of(trace).sw_more, SwMore::mixed);
}

TEST_F(TraceFileTest, RefusesWhatIsNoTraceInWords) {
  expect_refusal("{", "not JSON");
  expect_refusal("[]", "no JSON object");
  expect_refusal("{}", "psk is missing");
  expect_refusal(R"({"psk":1})", "psk: hexadecimal");
  expect_refusal(R"({"psk":"0g"})", "psk: character 2");
  expect_refusal(R"({"psk":""})", "psk is empty");
  expect_refusal(head_ + R"("exchanges":[]})", "exchanges");
  expect_refusal(head_ + R"("exchanges":[1]})", "exchanges[0]");
  expect_refusal(head_ + R"("exchanges":[{"name":"a","command":"00"}]})",
                 "exchanges[0].response is missing");
  expect_refusal(head_ + R"("exchanges":[{"name":"a","command":"00","response":"90"}]})",
                 "no status word");
  for (const auto& [name, why] :
       {std::pair{file_.string() + ".no", ": can't be read: No such file or directory"},
        {file_.parent_path().string(), ": can't be read: Is a directory"}}) {
    try {
      (void)load_trace(name);
      ADD_FAILURE() << "accepted: " << name;
    } catch (const UsageError& error) {
      EXPECT_EQ(error.what(), name + why);
    }
  }
}

}  // namespace
}  // namespace tls_se
