// Other people's tools and a card in a reader.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "card/atr.h"
#include "card/historical_bytes.h"
#include "cli/trace_file.h"
#include "other_tools.h"
#include "se/data_exchange/apdu.h"
#include "support/card_file.h"
#include "support/card_tool.h"
#include "support/virtual_card.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr char kUserPin[] = "1357";
constexpr char kShowUserPin[] = "002000000431333537";

constexpr char kFci[] = "6F 0C 84 07 F0 54 4C 53 2D 53 45 8A 01 03 90 00";

/// An answer begins and ends so.
struct AnswerParts {
  std::string command;
  std::string begin;
  std::string end;
};

class PcscToolsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(has_pcsc_daemon()); }

  /// The draft's, in two fragments.
  [[nodiscard]] std::string client_hello(size_t fragment) const {
    return to_hex(trace_.exchanges[fragment].command);
  }

  const TestFolder folder_;
  const PcscDaemon daemon_{folder_};
  const Trace trace_ = load_trace(TLS_SE_SOURCE_DIR "/tests/traces/draft-section-5.json");
};

TEST_F(PcscToolsTest, EachSpeaksWithTheCard) {
  const CardFile file(folder_, demo_profile_for(Role::server), kUserPin);
  const VirtualCard card(daemon_, 0, {"--card", file.name()});
  const std::vector<AnswerParts> talk = {
      {"00A4040007F0544C532D534500", kFci, kFci},
      {"00A404000601020304050000", kFci, kFci},
      {"00A4040008A00000000300000000", "6A 82", "6A 82"},
      {"00CA011000", "03 90 00", "03 90 00"},
      {"00CA011100", "54 4C 53 2D 53 45 20", " 90 00"},  // TLS-SE
      {client_hello(0), "69 82", "69 82"},
      {"002000000431333538", "63 C2", "63 C2"},
      {kShowUserPin, "90 00", "90 00"},
      {"00D8000100", "90 00", "90 00"},
      {client_hello(0), "90 00", "90 00"},
      {client_hello(1), "9F 86", "9F 86"},
      {"00C0000086", "16 03 03 00 81 02 00 00 7D 03 03 ", "9F 1C"},
      {"00C000001C", "17 03 03 00 17 ", "9F 3A"},
      {"00C000003A", "17 03 03 00 35 ", " 90 00"},
      {"00CA010200", "00 16 14 90 00", "00 16 14 90 00"},  // the client's Finished
  };
  Words commands;
  for (const AnswerParts& row : talk) commands.push_back(row.command);
  for (const OtherTool& tool : other_tools()) {
    SCOPED_TRACE(tool.name);
    // A card speaks one protocol until it is reset, as it is when we leave it.
    EXPECT_EQ(run_card_tool({"info", "--card", PcscDaemon::card(0)}).exit_code, 0);
    const ToolRun run = tool.send(commands);
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    const Words answers = tool.answers(run.output);
    ASSERT_EQ(answers.size(), talk.size()) << run.output << run.errors;
    for (size_t i = 0; i < talk.size(); ++i) {
      EXPECT_TRUE(answers[i].starts_with(talk[i].begin)) << talk[i].command << ": " << answers[i];
      EXPECT_TRUE(answers[i].ends_with(talk[i].end)) << talk[i].command << ": " << answers[i];
    }
    EXPECT_EQ(parse_hex(answers[11]).value().size(), 134 + 2u);
  }
}

/// opensc-tool fetches what 61xx announces by itself, and shows neither; what 9Fxx says it shows.
TEST_F(PcscToolsTest, OpenscShowsAFlightWithoutItsRecords) {
  CardProfile profile = demo_profile_for(Role::server);
  profile.sw_more = SwMore::always_61;
  const CardFile file(folder_, profile);
  const VirtualCard card(daemon_, 0, {"--card", file.name()});
  const ToolRun run =
      opensc_tool({"00D8000100", client_hello(0), client_hello(1), "00C0000086", "00CA010200"});
  const Words answers = opensc_answers(run.output);
  ASSERT_EQ(answers.size(), 5u) << run.output;
  EXPECT_EQ(answers[2], "90 00");  // 61 86: not asked for any answer, it has none to fetch
  const auto flight = parse_hex(answers[3]).value();
  ASSERT_EQ(flight.size(), 134 + 28 + 58 + 2u);
  EXPECT_TRUE(answers[3].starts_with("16 03 03 00 81 02"));
  EXPECT_EQ(to_spaced_hex(Bytes(flight).subspan(134, 5)), "17 03 03 00 17");
  EXPECT_EQ(to_spaced_hex(Bytes(flight).subspan(134 + 28, 5)), "17 03 03 00 35");
  EXPECT_TRUE(answers[3].ends_with(" 90 00"));
  EXPECT_EQ(answers[4], "00 16 14 90 00");
}

/// With an Le behind the last fragment it has the flight at once.
TEST_F(PcscToolsTest, OpenscTakesTheFlightWithTheClientHello) {
  CardProfile profile = demo_profile_for(Role::server);
  profile.sw_more = SwMore::always_61;
  const CardFile file(folder_, profile);
  const VirtualCard card(daemon_, 0, {"--card", file.name()});
  const ToolRun run = opensc_tool({"00D8000100", client_hello(0), client_hello(1) + "00"});
  const Words answers = opensc_answers(run.output);
  ASSERT_EQ(answers.size(), 3u) << run.output;
  EXPECT_EQ(parse_hex(answers[2]).value().size(), 134 + 28 + 58 + 2u) << answers[2];
  EXPECT_TRUE(answers[2].starts_with("16 03 03 00 81 02")) << answers[2];
}

TEST_F(PcscToolsTest, TheyShowTheAtr) {
  const auto historical = default_historical_bytes(kMaxChannels);
  for (const auto& [name, protocols] : {std::pair("both", CardProtocols::both),
                                        {"t0", CardProtocols::t0},
                                        {"t1", CardProtocols::t1}}) {
    SCOPED_TRACE(name);
    const VirtualCard card(daemon_, 0, {"--protocol", name});
    std::string with_colons = to_spaced_hex(make_atr(protocols, historical));
    const std::string atr = with_colons;
    std::ranges::replace(with_colons, ' ', ':');
    std::ranges::transform(with_colons, with_colons.begin(),
                           [](char c) { return std::tolower(c); });
    EXPECT_EQ(run_tool({"opensc-tool", "-r", "0", "-a"}).output, with_colons + "\n");
    const ToolRun run = scriptor(protocols == CardProtocols::t0 ? "T=0" : "T=1", {"reset"});
    EXPECT_TRUE(run.output.contains("< OK: " + atr + " \n")) << run.output << run.errors;
  }
}

TEST_F(PcscToolsTest, ScriptorHasWordsForWhatTheCardAnswers) {
  const CardFile file(folder_, demo_profile_for(Role::server), kUserPin);
  const VirtualCard card(daemon_, 0, {"--card", file.name()});
  const ToolRun run =
      scriptor("T=1", {"00 A4 04 0C 07 F0 54 4C 53 2D 53 45", "00 A4 04 00 02 3F 00",
                       "00 20 00 00 04 31 33 35 38", "00 D8 00 01 00", "00 CA 7F 7F 00"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_EQ(run.output,
            "Using T=1 protocol\n"
            "> 00 A4 04 0C 07 F0 54 4C 53 2D 53 45\n"
            "< 90 00 : Normal processing.\n"
            "> 00 A4 04 00 02 3F 00\n"
            "< 6A 82 : Wrong parameter(s) P1-P2. File not found.\n"
            "> 00 20 00 00 04 31 33 35 38\n"
            "< 63 C2 : State of non-volatile memory changed. Counter: 0x2\n"
            "> 00 D8 00 01 00\n"
            "< 69 82 : Command not allowed. Security status not satisfied.\n"
            "> 00 CA 7F 7F 00\n"
            "< 6A 88 : Wrong parameter(s) P1-P2. Referenced data not found.\n");
}

}  // namespace
}  // namespace tls_se
