// docs/apdu.md says what the code's tables say, and the exchanges that it shows go so.
#include <gtest/gtest.h>

#include <sstream>

#include "apdu_document.h"
#include "card/historical_bytes.h"
#include "card_with_flash.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

std::string letter(Access access) {
  return access == Access::nobody ? "-" : access == Access::everybody ? "A" : "P";
}

std::string hex_of(uint8_t byte) { return to_hex(std::vector<uint8_t>{byte}); }

TEST(ApduDocument, HasTheCommands) {
  const auto rows = apdu_table("| INS | command | chains | initial | operational | terminated |");
  const auto commands = tables::kCommands;
  ASSERT_EQ(rows.size(), commands.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const CommandRow& command = commands[i];
    EXPECT_EQ(rows[i][0], hex_of(command.ins));
    EXPECT_EQ(rows[i][2], command.chains ? "yes" : "no") << rows[i][1];
    EXPECT_EQ(rows[i][3], letter(command.initial)) << rows[i][1];
    EXPECT_EQ(rows[i][4], letter(command.operational)) << rows[i][1];
    EXPECT_EQ(rows[i][5], letter(command.terminated)) << rows[i][1];
  }
}

TEST(ApduDocument, HasTheObjects) {
  const auto rows =
      apdu_table("| kind | tag | object | value | bytes | initial | operational | told |");
  const auto objects = tables::kWhole.rows;
  ASSERT_EQ(rows.size(), objects.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const ObjectRow& row = objects[i];
    EXPECT_EQ(rows[i][0], std::to_string(static_cast<int>(row.kind)));
    std::string tag = "DF" + hex_of(row.tags.first);
    if (row.is_array()) {
      tag += " to DF" + hex_of(static_cast<uint8_t>(row.tags.first + row.tags.count - 1));
    }
    EXPECT_EQ(rows[i][1], tag);
    EXPECT_EQ(rows[i][4], std::to_string(row.shortest) + " to " + std::to_string(row.longest))
        << rows[i][2];
    EXPECT_EQ(rows[i][5], "A") << rows[i][2];
    EXPECT_EQ(rows[i][6], letter(row.operational)) << rows[i][2];
    EXPECT_EQ(rows[i][7] == "no", row.telling == Telling::nothing) << rows[i][2];
  }
}

TEST(ApduDocument, HasTheHistoricalBytes) {
  std::string hex;
  for (const auto& row : apdu_table("| bytes | meaning |")) hex += row[0] + ' ';
  EXPECT_EQ(from_hex(hex), default_historical_bytes(kMaxChannels));
}

/// Each block on a card that is new.
TEST(ApduDocument, ShowsExchangesAsTheyGo) {
  const std::string text = apdu_document();
  size_t blocks = 0;
  for (size_t at = 0; (at = text.find("```exchange\n", at)) != std::string::npos; ++blocks) {
    at += sizeof "```exchange\n" - 1;
    const size_t end = text.find("```", at);
    std::stringstream block(text.substr(at, end - at));
    CardWithFlash card;
    std::string got;
    for (std::string line; std::getline(block, line);) {
      const std::string hex = line.substr(3);
      if (line.starts_with("->")) {
        got = card.answer(hex);
      } else {
        EXPECT_EQ(got, hex) << "in block " << blocks + 1;
      }
    }
    at = end;
  }
  EXPECT_EQ(blocks, 6);
}

}  // namespace
}  // namespace tls_se::test
