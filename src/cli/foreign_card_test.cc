// What the program does with a card like those of the draft's author.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "card/host_cards.h"
#include "cli/exit_codes.h"
#include "cli/personalise_command.h"
#include "support/authors_card.h"
#include "support/test_credentials.h"
#include "text/hex.h"

namespace tls_se {
namespace {

using test::AuthorsCard;

/// That somebody else has, who goes on looking at it.
class LentCard final : public CardReader {
 public:
  explicit LentCard(CardReader& card) : card_(card) {}
  CardResponse transmit(Bytes command) override { return card_.transmit(command); }
  void reset() override { card_.reset(); }
  [[nodiscard]] std::string name() const override { return card_.name(); }

 private:
  CardReader& card_;
};

const std::string kNewKey(64, 'A');

class PersonaliseForeignTest : public testing::Test {
 protected:
  /// What was said, or why not.
  std::string personalise(const std::string& profile, const std::string& pin,
                          bool is_dry_run = false) {
    const PersonaliseCommand command = {
        .card = "the card",
        .profile = folder_.write("card.toml", profile),
        .is_dry_run = is_dry_run,
        .administrator_pin = {.option = "--pin",
                              .file = folder_.write("pin", pin),
                              .descriptor = {}},
        .open_card = [this] { return std::make_unique<LentCard>(card_); },
        .plan = plan_on_host};
    std::ostringstream out;
    try {
      run_personalise(command, out);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return out.str();
  }
  [[nodiscard]] ptrdiff_t count(const std::string& begin) const {
    return std::ranges::count_if(
        card_.commands, [&](const std::string& command) { return command.starts_with(begin); });
  }

  TestFolder folder_;
  AuthorsCard card_;
  const std::string profile_ =
      "[[psk]]\nidentity = \"Client_identity\"\nkey = \"" + kNewKey + "\"\n";
};

TEST_F(PersonaliseForeignTest, PutsTheKey) {
  EXPECT_EQ(personalise(profile_, "00000000\n"),
            "~ pre-shared key 1 (written anew: the card can't tell whether it is the same)\n"
            "the card: 1 change made\n");
  EXPECT_EQ(count("00 85 00 0A 23 01 00 20 AA AA"), 1);
}

TEST_F(PersonaliseForeignTest, ADryRunPutsNothing) {
  EXPECT_EQ(personalise(profile_, "00000000\n", true),
            "~ pre-shared key 1 (written anew: the card can't tell whether it is the same)\n"
            "the card: 1 change to be made\n");
  EXPECT_EQ(count("00 85"), 0);
  EXPECT_EQ(count("00 20"), 0);
}

TEST_F(PersonaliseForeignTest, AWrongPinPutsNothing) {
  EXPECT_EQ(personalise(profile_, "11111111"),
            "the card: the administrator's PIN is wrong, and 9 tries are left");
  EXPECT_TRUE(personalise(profile_, "111111111").contains("has 8 bytes at most"));
  EXPECT_EQ(count("00 20"), 1);
  EXPECT_EQ(count("00 85"), 0);
}

TEST_F(PersonaliseForeignTest, AProfileThatItCanNotBeIsRefused) {
  const std::string words = personalise("alpn = [\"mqtt\"]\n" + profile_, "00000000");
  EXPECT_TRUE(
      words.ends_with("card.toml: this card can't be told alpn: leave it out of the profile"))
      << words;
  EXPECT_EQ(count("00 20"), 0);
}

TEST_F(PersonaliseForeignTest, AnotherIdentityIsWarnedOf) {
  testing::internal::CaptureStderr();
  (void)personalise(profile_, "00000000");
  EXPECT_FALSE(testing::internal::GetCapturedStderr().contains("identity"));
  testing::internal::CaptureStderr();
  (void)personalise("[[psk]]\nidentity = \"pump\"\nkey = \"" + kNewKey + "\"\n", "00000000");
  EXPECT_TRUE(testing::internal::GetCapturedStderr().contains("know Client_identity alone"));
}

}  // namespace
}  // namespace tls_se
