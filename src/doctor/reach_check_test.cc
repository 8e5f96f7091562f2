#include "doctor/reach_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "card/host_cards.h"
#include "platform/flash/mapped_flash.h"
#include "reader/pcsc/pcsc_context.h"
#include "support/scripted_card.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

using testing::HasSubstr;

/// Every command is one too many.
class UnreachableCard final : public CardReader {
 public:
  CardResponse transmit(Bytes) override { throw CardUnreachable("it is away: look for it"); }
  void reset() override {}
  [[nodiscard]] std::string name() const override { return "unreachable card"; }
};

/// Somebody else has it.
class RefusedCard final : public CardReader {
 public:
  explicit RefusedCard(LONG code) : code_(code) {}
  CardResponse transmit(Bytes) override { throw std::logic_error("not occupied"); }
  void reset() override {}
  bool occupy() override { throw PcscRefusal("the reader 'One' is taken: wait", code_); }
  [[nodiscard]] std::string name() const override { return "refused card"; }

 private:
  LONG code_;
};

class ReachCheckTest : public testing::Test {
 protected:
  static CardToCheck in_reader(std::unique_ptr<CardReader> reader, bool was_named = false) {
    const auto shared = std::make_shared<std::unique_ptr<CardReader>>(std::move(reader));
    return {.name = "pcsc:One",
            .was_named = was_named,
            .slot = PcscSlot{.name = "One", .has_card = true, .atr = {0x3b, 0x00}},
            .open = [shared] { return std::move(*shared); }};
  }
  static CardToCheck in_file(std::function<std::unique_ptr<CardReader>()> open,
                             bool was_named = true) {
    return {.name = "sim:one.card", .was_named = was_named, .slot = {}, .open = std::move(open)};
  }
  /// Of a card that can't be reached.
  Finding one_finding(const CardToCheck& card) {
    Findings findings;
    EXPECT_FALSE(reach_card(card, findings));
    if (findings.size() != 1) {
      ADD_FAILURE() << findings.size() << " findings";
      return {};
    }
    EXPECT_EQ(findings.front().subject, card.name);
    return findings.front();
  }
  static std::unique_ptr<ScriptedCard> scripted(const std::string& to_own,
                                                const std::string& to_alias = "") {
    auto card = std::make_unique<ScriptedCard>();
    card->answer(to_own);
    if (!to_alias.empty()) card->answer(to_alias);
    return card;
  }
};

TEST_F(ReachCheckTest, ACardOfItsOwnIsReachedWithoutAWord) {
  Findings findings;
  EXPECT_TRUE(reach_card(in_file([] { return blank_card(); }), findings));
  auto card = scripted("6A82", "9000");
  card->object(0x10, "05");
  EXPECT_TRUE(reach_card(in_reader(std::move(card)), findings));
  card = scripted("6985", "6985");  // its life cycle tells
  card->object(0x10, "0C");
  EXPECT_TRUE(reach_card(in_reader(std::move(card)), findings));
  EXPECT_TRUE(findings.empty());
}

TEST_F(ReachCheckTest, ItIsNobodyElsesMeanwhile) {
  auto owned = scripted("9000");
  owned->object(0x10, "05");
  const ScriptedCard& card = *owned;
  Findings findings;
  const auto reached = reach_card(in_reader(std::move(owned)), findings);
  ASSERT_TRUE(reached);
  EXPECT_TRUE(card.is_occupied);
}

TEST_F(ReachCheckTest, AnEmptyReaderMattersToWhoNamesIt) {
  CardToCheck card = in_reader(nullptr);
  card.slot->has_card = false;
  EXPECT_EQ(one_finding(card).severity, Severity::note);
  EXPECT_THAT(one_finding(card).words, HasSubstr("no card in this reader"));
  EXPECT_EQ(one_finding(card).next_step, "");
  card.was_named = true;
  EXPECT_EQ(one_finding(card).severity, Severity::error);
  EXPECT_EQ(one_finding(card).next_step, "put one in");
}

TEST_F(ReachCheckTest, AMuteCard) {
  CardToCheck card = in_reader(nullptr);
  card.slot->is_mute = true;
  EXPECT_EQ(one_finding(card).severity, Severity::error);
  EXPECT_THAT(one_finding(card).words, HasSubstr("mute"));
  EXPECT_THAT(one_finding(card).next_step, HasSubstr("right way round"));
}

TEST_F(ReachCheckTest, ACardThatAnotherProgramHas) {
  const auto held = [](bool was_named) {
    return in_reader(std::make_unique<RefusedCard>(SCARD_E_SHARING_VIOLATION), was_named);
  };
  EXPECT_EQ(one_finding(held(false)).severity, Severity::warning);
  EXPECT_EQ(one_finding(held(true)).severity, Severity::error);
  EXPECT_EQ(one_finding(held(true)).words, "is taken");
  EXPECT_EQ(one_finding(held(true)).next_step, "wait");
  EXPECT_EQ(one_finding(in_reader(std::make_unique<RefusedCard>(SCARD_F_COMM_ERROR))).severity,
            Severity::error);
}

TEST_F(ReachCheckTest, ACardInAFileThatAnotherProgramHas) {
  const TestFolder folder;
  const auto file = folder.path() / "one.card";
  const auto other = card_in_file(file, true);
  const Finding finding = one_finding(in_file([&] { return card_in_file(file, false); }));
  EXPECT_EQ(finding.severity, Severity::error);
  EXPECT_THAT(finding.words, HasSubstr("another program has this card"));
}

TEST_F(ReachCheckTest, AFileThatIsNotThereOrIsNoCard) {
  const TestFolder folder;
  const auto finding_of = [&](const std::string& file) {
    return one_finding({.name = "sim:" + file, .was_named = true, .slot = {}, .open = [&] {
                          return card_in_file(file, false);
                        }});
  };
  const Finding missing = finding_of(folder.path() / "one.card");
  EXPECT_EQ(missing.severity, Severity::error);
  EXPECT_EQ(missing.words, "there is no such card");
  EXPECT_THAT(missing.next_step, HasSubstr("`tls-se card personalise --card sim:"));
  const Finding wrong = finding_of(folder.write("text", "no card"));
  EXPECT_EQ(wrong.severity, Severity::error);
  EXPECT_EQ(wrong.words, "this file is no card");
  EXPECT_THAT(wrong.next_step, HasSubstr("look whether this is the file"));
}

TEST_F(ReachCheckTest, AForeignCardIsToldByItsAtrAndItsRefusal) {
  const Finding found = one_finding(in_reader(scripted("6A82", "6A82")));
  EXPECT_EQ(found.severity, Severity::note);
  EXPECT_THAT(found.words, HasSubstr("no TLS-SE card"));
  EXPECT_THAT(found.words, HasSubstr("6A82"));
  EXPECT_THAT(found.words, HasSubstr("ATR is 3B 00"));
  EXPECT_EQ(found.next_step, "");
  const Finding named = one_finding(in_reader(scripted("6A82", "6A82"), true));
  EXPECT_EQ(named.severity, Severity::error);
  EXPECT_NE(named.next_step, "");
}

TEST_F(ReachCheckTest, AnAppletOfTheDraftsAuthor) {
  const Finding finding = one_finding(in_reader(scripted("6A82", "9000"), true));
  EXPECT_EQ(finding.severity, Severity::note);
  EXPECT_THAT(finding.words, HasSubstr("draft's author"));
}

TEST_F(ReachCheckTest, ACardWhoseContentsAreBuiltIn) {
  const Finding finding = one_finding(in_reader(scripted("9000"), true));
  EXPECT_EQ(finding.severity, Severity::note);
  EXPECT_THAT(finding.words, HasSubstr("built in"));
}

TEST_F(ReachCheckTest, ACardThatGoesMeanwhile) {
  const Finding finding = one_finding(in_reader(std::make_unique<UnreachableCard>()));
  EXPECT_EQ(finding.severity, Severity::error);
  EXPECT_EQ(finding.words, "it is away");
  EXPECT_EQ(finding.next_step, "look for it");
}

TEST(CardCommandTest, IsForAShell) {
  EXPECT_EQ(card_command("activate", "sim:one.card"), "`tls-se card activate --card sim:one.card`");
  EXPECT_EQ(card_command("info", "pcsc:One 00"), "`tls-se card info --card 'pcsc:One 00'`");
}

}  // namespace
}  // namespace tls_se
