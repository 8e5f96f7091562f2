#include "reader/reason_words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>

namespace tls_se {
namespace {

/// A number, and what else its line says.
using Numbered = std::map<int, std::vector<std::string>>;

/// The groups of each line that is of this form, one of which is the number.
Numbered lines_of(const char* file, const std::regex& form, size_t number) {
  std::ifstream in(std::filesystem::path(TLS_SE_SOURCE_DIR) / file);
  Numbered found;
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (!std::regex_search(line, match, form)) continue;
    std::vector<std::string> rest;
    for (size_t group = 1; group < match.size(); ++group) {
      if (group != number) rest.push_back(match[group]);
    }
    EXPECT_TRUE(found.emplace(std::stoi(match[number]), rest).second) << line;
  }
  return found;
}

/// All of reason.h but `none`.
Numbered reasons() {
  Numbered all = lines_of("src/se/base/reason.h", std::regex(R"(^  (\w+) = (\d+),)"), 2);
  EXPECT_EQ(all.erase(0), 1u);
  EXPECT_GE(all.size(), 70u);
  return all;
}

TEST(ReasonWordsTest, AreThereForEachReasonAndForNoTwoTheSame) {
  std::map<std::string, std::string> told;
  for (const auto& [number, name] : reasons()) {
    const std::string words = reason_words(static_cast<Reason>(number));
    EXPECT_FALSE(words.starts_with("reason ")) << name[0];
    EXPECT_TRUE(told.emplace(words, name[0]).second) << name[0] << " as " << told[words];
  }
}

TEST(ReasonWordsTest, OfANumberThatThereIsNotAreTheNumber) {
  const Numbered all = reasons();
  for (int number = 1; number < 256; ++number) {
    const bool is_told =
        reason_words(static_cast<Reason>(number)) == "reason " + std::to_string(number);
    EXPECT_NE(is_told, all.contains(number)) << number;
  }
}

TEST(ReasonWordsTest, StandInTheTableOfTheDraftNotes) {
  Numbered expected = reasons();
  for (auto& [number, row] : expected) {
    row.push_back(reason_words(static_cast<Reason>(number)));
  }
  const std::regex row(R"(^\| (\d+) \| `(\w+)` \| (.*) \|$)");
  EXPECT_EQ(lines_of("docs/draft-notes.md", row, 1), expected);
}

}  // namespace
}  // namespace tls_se
