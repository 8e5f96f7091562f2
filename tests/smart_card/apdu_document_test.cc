// docs/apdu.md says what the code's tables say, and the exchanges that it shows go so.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "card_with_flash.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

std::string document() {
  std::ifstream file(TLS_SE_SOURCE_DIR "/docs/apdu.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream row(line.substr(1));
  for (std::string cell; std::getline(row, cell, '|');) {
    const size_t begin = cell.find_first_not_of(" `");
    const size_t end = cell.find_last_not_of(" `");
    cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end - begin + 1));
  }
  return cells;
}

/// The rows of the table whose head has these cells.
std::vector<std::vector<std::string>> table(const std::string& head) {
  std::stringstream text(document());
  std::vector<std::vector<std::string>> rows;
  bool is_in = false;
  for (std::string line; std::getline(text, line);) {
    if (line == head) {
      is_in = true;
    } else if (is_in && !line.starts_with('|')) {
      is_in = false;
    } else if (is_in && !line.starts_with("|--")) {
      rows.push_back(cells_of(line));
    }
  }
  return rows;
}

std::string letter(Access access) {
  return access == Access::nobody ? "-" : access == Access::everybody ? "A" : "P";
}

std::string hex_of(uint8_t byte) { return to_hex(std::vector<uint8_t>{byte}); }

TEST(ApduDocument, HasTheCommands) {
  const auto rows = table("| INS | command | chains | initial | operational | terminated |");
  const auto commands = SmartCard::commands();
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
  const auto rows = table("| kind | tag | object | value | bytes | initial | operational | told |");
  const ObjectTable objects = tables::kWhole;
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
    EXPECT_EQ(rows[i][5], letter(row.initial)) << rows[i][2];
    EXPECT_EQ(rows[i][6], letter(row.operational)) << rows[i][2];
    EXPECT_EQ(rows[i][7] == "no", row.tell == nullptr) << rows[i][2];
  }
}

/// Each block on a card that is new.
TEST(ApduDocument, ShowsExchangesAsTheyGo) {
  const std::string text = document();
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
  EXPECT_EQ(blocks, 5);
}

}  // namespace
}  // namespace tls_se::test
