// `tls-se apdu` with a person at a terminal.
#include <gtest/gtest.h>

#include "support/test_credentials.h"
#include "support/terminal_process.h"

namespace tls_se {
namespace {

constexpr char kPrompt[] = "apdu> ";
constexpr char kCtrlC[] = "\x03";
constexpr char kCtrlD[] = "\x04";
constexpr char kCtrlP[] = "\x10";  // the line before

class TerminalTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(tls_se_.shows(kPrompt)) << tls_se_.screen(); }
  /// And what is told of it, up to the next prompt.
  void expect(const std::string& line, const std::vector<std::string>& told) {
    tls_se_.type(line + "\n");
    for (const std::string& text : told) {
      EXPECT_TRUE(tls_se_.shows(text)) << text << "\n" << tls_se_.screen();
    }
    EXPECT_TRUE(tls_se_.shows(kPrompt)) << tls_se_.screen();
  }

  TerminalProcess tls_se_{{TLS_SE_PROGRAM, "apdu"}};
};

TEST_F(TerminalTest, NamesStandBesideTheBytes) {
  expect("00 D8 00 01 00", {"RESET", "90 00  sw-ok", "00 16 01  the card expects Client Hello"});
  expect("00CA010200", {"GET DATA(next record)", "00 16 01", "90 00  sw-ok"});
  tls_se_.type(kCtrlD);
  EXPECT_EQ(tls_se_.exit_code(), 0) << tls_se_.screen();
}

TEST_F(TerminalTest, ATypoEndsNothing) {
  expect("00 D8 0x", {"no hexadecimal digit; nothing was sent"});
  expect("rest", {"nothing was sent", "`reset`"});
  expect("reset", {"00 D8 00 01 00", "90 00  sw-ok"});
  tls_se_.type("quit\n");
  EXPECT_EQ(tls_se_.exit_code(), 0) << tls_se_.screen();
}

TEST_F(TerminalTest, CtrlCDropsTheLineAlone) {
  tls_se_.type("00 D8 00 01");
  ASSERT_TRUE(tls_se_.shows("00 D8 00 01")) << tls_se_.screen();
  tls_se_.type(kCtrlC);
  ASSERT_TRUE(tls_se_.shows(kPrompt)) << tls_se_.screen();
  EXPECT_FALSE(tls_se_.screen().contains("RESET")) << tls_se_.screen();
  tls_se_.type(kCtrlC);  // also an empty one
  ASSERT_TRUE(tls_se_.shows(kPrompt)) << tls_se_.screen();
  expect("00 CA 01 02 00", {"GET DATA(next record)"});
}

TEST_F(TerminalTest, TheHistoryHasTheLineBefore) {
  expect("cold", {"cold reset"});
  expect(kCtrlP, {"cold reset"});
}

TEST_F(TerminalTest, ARecordFromAFile) {
  const TestFolder folder;
  const auto file = folder.write("record.hex", "15 03 03 00 02\n02 28  # a fatal alert\n");
  expect("reset", {"sw-ok"});
  expect("recv " + file.string(),
         {"00 D8 00 03 07 15 03 03 00 02 02 28", "RECV(Client Alert) 7 bytes",
          "the session is over", "handshake_failure, received from the peer"});
}

}  // namespace
}  // namespace tls_se
