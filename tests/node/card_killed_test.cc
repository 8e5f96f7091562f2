// `tls-se card personalise` is killed at any moment, and the card in the file is whole: as it was,
// or as it was to be. TLS_SE_LONG multiplies how often.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <thread>

#include "support/card_tool.h"
#include "support/child_process.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

constexpr int kKills = 20;

int kills() {
  const char* const factor = std::getenv("TLS_SE_LONG");
  return kKills * (factor != nullptr ? std::max(std::atoi(factor), 1) : 1);
}

/// With all that a profile can put there, so that there is much to be interrupted.
std::string profile(char which, int psks) {
  std::string text = "alpn = [\"" + std::string(1, which) + "\"]\n";
  for (int i = 0; i < psks; ++i) {
    text += "[[psk]]\nidentity = \"" + std::string(1, which) + std::to_string(i) +
            "\"\nkey = \"00112233445566778899aabbccddee" + std::to_string(10 + i) + "\"\n";
  }
  return text;
}

class CardKilledTest : public testing::Test {
 protected:
  [[nodiscard]] Words personalise(const std::string& file) const {
    return {"personalise", "--card", card_, "--profile", file};
  }
  /// It is what this profile says, and nothing else.
  [[nodiscard]] bool is(const std::string& file) const {
    const ToolRun run = run_card_tool(personalise(file) + Words{"--dry-run"});
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    return run.output.contains("nothing to change");
  }

  [[nodiscard]] ToolRun info() const { return run_card_tool({"info", "--card", card_}); }
  /// As long as it takes, in microseconds, more or less.
  [[nodiscard]] int64_t time_to_personalise(const std::string& file) const {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    EXPECT_EQ(run_card_tool(personalise(file)).exit_code, 0);
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
  }
  void kill_at_any_moment(const std::string& file, int64_t longest) {
    ChildProcess tool(Words{TLS_SE_PROGRAM, "card"} + personalise(file));
    const auto delay = std::uniform_int_distribution<int64_t>(0, longest)(random_);
    std::this_thread::sleep_for(std::chrono::microseconds(delay));
    tool.signal(SIGKILL);
    tool.exit_code();
  }

  const TestFolder folder_;
  std::mt19937 random_{1};
  const std::string card_ = "sim:" + (folder_.path() / "a.card").string();
  const std::string files_[2] = {folder_.write("a.toml", profile('a', 12)).string(),
                                 folder_.write("b.toml", profile('b', 30)).string()};
};

TEST_F(CardKilledTest, TheCardIsTheOneProfilesOrTheOthers) {
  int present = 0;
  const int64_t longest = time_to_personalise(files_[present]);
  int became = 0;
  int stayed = 0;
  for (int i = 0; i < kills(); ++i) {
    const int wanted = 1 - present;
    kill_at_any_moment(files_[wanted], longest);
    const ToolRun told = info();
    ASSERT_EQ(told.exit_code, 0) << told.errors;
    const bool is_new = is(files_[wanted]);
    ASSERT_TRUE(is_new || is(files_[present])) << "killed " << i + 1 << " times";
    EXPECT_TRUE(
        told.output.contains(is_new == (wanted == 0) ? "PSKs           12:" : "PSKs           30:"))
        << told.output;
    (is_new ? became : stayed)++;
    if (is_new) present = wanted;
  }
  std::cout << kills() << " kills: the card became the new one " << became << " times, and stayed "
            << stayed << " times\n";
  // And it goes on.
  ASSERT_EQ(run_card_tool(personalise(files_[1 - present])).exit_code, 0);
  EXPECT_TRUE(is(files_[1 - present]));
}

/// There is none, or an empty one, or all of it.
TEST_F(CardKilledTest, ACardThatIsBeingMadeIsNeverAHalf) {
  const int64_t longest = time_to_personalise(files_[0]);
  int missing = 0;
  int blank = 0;
  int whole = 0;
  for (int i = 0; i < kills(); ++i) {
    std::filesystem::remove(folder_.path() / "a.card");
    kill_at_any_moment(files_[0], 2 * longest);
    const ToolRun told = info();
    if (told.exit_code == 2) {
      EXPECT_TRUE(told.errors.contains("there is no such card")) << told.errors;
      ++missing;
    } else {
      ASSERT_EQ(told.exit_code, 0) << told.errors;
      const bool is_blank = told.output.contains("role           none");
      EXPECT_NE(is_blank, is(files_[0])) << told.output;
      (is_blank ? blank : whole)++;
    }
    ASSERT_EQ(run_card_tool(personalise(files_[0])).exit_code, 0);
    ASSERT_TRUE(is(files_[0]));
  }
  std::cout << kills() << " kills: no card " << missing << " times, an empty one " << blank
            << " times, the whole one " << whole << " times\n";
}

/// Which may have had the number of this process.
TEST_F(CardKilledTest, WhatAKilledOneLeftBesideTheFileIsInNobodysWay) {
  ChildProcess tool({"sh", "-c",
                     "touch \"${1#sim:}.new-$$\"; exec \"$2\" card personalise --card \"$1\" "
                     "--profile \"$3\"",
                     "sh", card_, TLS_SE_PROGRAM, files_[0]});
  EXPECT_EQ(tool.exit_code(), 0) << tool.errors();
  EXPECT_TRUE(is(files_[0]));
}

}  // namespace
}  // namespace tls_se
