#include "doctor/contents_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "card/host_cards.h"
#include "personalisation/card_commands.h"
#include "support/issued_certificates.h"
#include "support/scripted_card.h"

namespace tls_se {
namespace {

using std::chrono::days;
using std::chrono::system_clock;
using testing::HasSubstr;

constexpr char kName[] = "sim:one.card";
constexpr char kResetCommand[] = "00 D8 00 01 00";

class ContentsCheckTest : public testing::Test {
 protected:
  ContentsCheckTest() {
    profile_.modes = {Mode::certificate};
    profile_.certificate_chain = {own_.certificate};
    profile_.private_key = own_.private_key;
    profile_.psks.clear();
  }
  [[nodiscard]] Findings findings(system_clock::time_point now = system_clock::now()) const {
    const auto card = in_process_card(profile_);
    return check(*card, now);
  }
  static Findings check(CardReader& card, system_clock::time_point now = system_clock::now()) {
    return check_contents(kName, read_contents(card), card, now);
  }
  /// As if the card told so, and answered RESET with this.
  static Findings check(const CardContents& contents, const std::string& to_reset = "9000") {
    ScriptedCard card;
    card.answer(to_reset);
    Findings found = check_contents(kName, contents, card, system_clock::now());
    for (const std::string& command : card.commands) EXPECT_EQ(command, kResetCommand);
    return found;
  }
  static CardContents operational(const CardProfile& profile) {
    CardContents contents;
    contents.life_cycle = LifeCycle::operational;
    contents.profile = profile;
    contents.profile->private_key.clear();  // which no card tells
    contents.pins = {sw::kDataObjectNotFound, 0x63ca};
    contents.public_keys[0] = {4};
    return contents;
  }

  const test::Authority root_{"Root"};
  const test::Identity own_ = root_.issue();
  CardProfile profile_ = demo_card_profile();
};

TEST_F(ContentsCheckTest, AGoodCardHasOneLine) {
  const Findings found = check(operational(demo_card_profile()));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].subject, kName);
  EXPECT_EQ(found[0].severity, Severity::ok);
  EXPECT_THAT(found[0].words, HasSubstr("a server's card"));
  EXPECT_THAT(found[0].words, HasSubstr("operational"));
}

TEST_F(ContentsCheckTest, AnInitialCardIsToBeActivated) {
  const Findings found = findings();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].severity, Severity::note);
  EXPECT_THAT(found[0].words, HasSubstr("not activated"));
  EXPECT_THAT(found[0].next_step, HasSubstr("`tls-se card activate --card sim:one.card`"));
  EXPECT_THAT(found[1].words, HasSubstr("the administrator's PIN is not set"));
}

TEST_F(ContentsCheckTest, AClientsCardBeginsASession) {
  for (const Modes modes : {Modes(Mode::certificate), Modes(Mode::mutual)}) {
    CardProfile profile = modes.has(Mode::mutual) ? profile_ : CardProfile();
    profile.role = Role::client;
    profile.modes = modes;
    profile.trust_anchors = {root_.own().certificate};
    const auto card = in_process_card(profile);
    for (const Finding& finding : check(*card)) {
      EXPECT_EQ(finding.severity, Severity::note) << finding.words;
    }
  }
}

TEST_F(ContentsCheckTest, ATerminatedCardIsOfNoUse) {
  const auto card = blank_card();
  CardCommands commands(*card);
  const std::vector<uint8_t> pin = {'1', '2', '3', '4'};
  commands.put(ObjectKind::administrator_pin, 0, pin);
  ASSERT_EQ(commands.verify(1, pin), sw::kOk);
  commands.terminate();
  const Findings found = check(*card);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::error);
  EXPECT_THAT(found[0].words, HasSubstr("terminated"));
}

TEST_F(ContentsCheckTest, ABlankCardIsToBePersonalised) {
  const auto card = blank_card();
  const Findings found = check(*card);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].severity, Severity::error);
  EXPECT_THAT(found[0].words, HasSubstr("not personalised"));
  EXPECT_THAT(found[0].next_step, HasSubstr("`tls-se card personalise --card sim:one.card`"));
}

TEST_F(ContentsCheckTest, ACardThatLacksWhatItsModeNeeds) {
  CardProfile profile = demo_card_profile();
  profile.role = Role::client;
  profile.modes = {Mode::certificate};
  profile.psks.clear();
  const CardContents contents = operational(profile);
  const Findings found = check(contents, "6A81");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].severity, Severity::error);
  EXPECT_THAT(found[1].words, HasSubstr("6A81"));
  EXPECT_THAT(found[1].words, HasSubstr("needs trust_anchors"));
  EXPECT_THAT(found[1].next_step, HasSubstr("`tls-se card personalise --card sim:one.card`"));
}

TEST_F(ContentsCheckTest, AChainWithoutItsKey) {
  CardContents contents = operational(profile_);
  EXPECT_EQ(check(contents).size(), 1u);
  contents.public_keys[0].clear();
  const Findings found = check(contents, "6A81");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].severity, Severity::error);
  EXPECT_THAT(found[1].words, HasSubstr("certificate_chain needs private_key"));
}

TEST_F(ContentsCheckTest, WhatNoModeUsesIsAWarning) {
  CardProfile profile = demo_card_profile();
  profile.trust_anchors = {root_.own().certificate};
  const CardContents contents = operational(profile);
  const Findings found = check(contents, "61FF");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].severity, Severity::warning);
  EXPECT_THAT(found[1].words, HasSubstr("trust_anchors is unused"));
}

TEST_F(ContentsCheckTest, ACardThatCantBeResetThoughNothingLacks) {
  const CardContents contents = operational(demo_card_profile());
  const Findings found = check(contents, "6F01");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].severity, Severity::error);
  EXPECT_THAT(found[1].words, HasSubstr("6F01"));
}

TEST_F(ContentsCheckTest, ACardThatWantsAPinIsNotTried) {
  CardContents contents = operational(demo_card_profile());
  contents.profile->user_pin_for_tls = true;
  contents.pins[0] = 0x63c3;
  for (const Finding& finding : check(contents, "6982")) {
    EXPECT_LT(finding.severity, Severity::warning) << finding.words;
  }
}

TEST_F(ContentsCheckTest, CertificatesHaveTheirTime) {
  const auto severest = [](const Findings& found) { return found.at(1).severity; };
  const auto now = system_clock::now();
  EXPECT_EQ(findings(now + days(59)).size(), 2u);
  const Findings soon = findings(now + days(61));
  ASSERT_EQ(soon.size(), 3u);
  EXPECT_EQ(severest(soon), Severity::warning);
  EXPECT_THAT(soon[1].words, HasSubstr("expires at"));
  const Findings expired = findings(now + days(91));
  ASSERT_EQ(expired.size(), 3u);
  EXPECT_EQ(severest(expired), Severity::error);
  EXPECT_THAT(expired[1].words, HasSubstr("has expired at"));
  EXPECT_THAT(expired[1].next_step, HasSubstr("tls-se card csr --card sim:one.card --subject"));
  const Findings early = findings(now - days(2));
  ASSERT_EQ(early.size(), 3u);
  EXPECT_EQ(severest(early), Severity::error);
  EXPECT_THAT(early[1].next_step, HasSubstr("clock"));
}

TEST_F(ContentsCheckTest, AnExpiredTrustAnchorIsAWarning) {
  profile_.modes = {Mode::mutual};
  profile_.trust_anchors = {
      root_.issue({.is_authority = true, .valid_until = 40 * 86400}).certificate};
  EXPECT_EQ(findings().size(), 2u);
  const Findings found = findings(system_clock::now() + days(50));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[1].severity, Severity::warning);
  EXPECT_THAT(found[1].words, HasSubstr("the trust anchor"));
}

TEST_F(ContentsCheckTest, AChainInDisorderIsAWarning) {
  profile_.certificate_chain.push_back(test::Authority("Another").own().certificate);
  const Findings found = findings();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[1].severity, Severity::warning);
  EXPECT_THAT(found[1].words, HasSubstr("certificate 2 is not the issuer's"));
}

TEST_F(ContentsCheckTest, ACertificateForAnotherUseIsRefusedByPeers) {
  const test::Identity own = root_.issue({.extended_key_usage = "clientAuth"});
  profile_.certificate_chain = {own.certificate};
  profile_.private_key = own.private_key;
  const Findings found = findings();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[1].severity, Severity::error);
  EXPECT_THAT(found[1].words, HasSubstr("not for a server"));
}

}  // namespace
}  // namespace tls_se
