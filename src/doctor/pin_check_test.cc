#include "doctor/pin_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "card/host_cards.h"
#include "personalisation/card_commands.h"
#include "personalisation/pin_words.h"

namespace tls_se {
namespace {

using testing::HasSubstr;

constexpr StatusWord kAllOfUser = 0x63c3;
constexpr StatusWord kAllOfAdministrator = 0x63ca;

struct Pins {
  StatusWord user = sw::kDataObjectNotFound;
  StatusWord administrator = kAllOfAdministrator;
  bool is_needed = false;
  LifeCycle life_cycle = LifeCycle::operational;
};

Findings check(const Pins& pins) {
  CardContents contents;
  contents.life_cycle = pins.life_cycle;
  contents.profile = demo_card_profile();
  contents.profile->user_pin_for_tls = pins.is_needed;
  contents.pins = {pins.user, pins.administrator};
  return check_pins("sim:one.card", contents);
}

Finding the_one(const Pins& pins) {
  const Findings findings = check(pins);
  EXPECT_EQ(findings.size(), 1u);
  return findings.empty() ? Finding{} : findings.front();
}

TEST(PinCheckTest, NothingIsSaidOfWhatIsInOrder) {
  for (const StatusWord user : {sw::kDataObjectNotFound, kAllOfUser, sw::kOk}) {
    EXPECT_TRUE(check({.user = user}).empty());
  }
  EXPECT_TRUE(check({.administrator = sw::kOk}).empty());
  EXPECT_TRUE(check({.administrator = 0x63c3}).empty());
}

TEST(PinCheckTest, TheUsersIsWantedOrLacks) {
  const Finding wanted = the_one({.user = kAllOfUser, .is_needed = true});
  EXPECT_EQ(wanted.severity, Severity::note);
  EXPECT_THAT(wanted.next_step, HasSubstr("--pin-file"));
  const Finding lacks = the_one({.is_needed = true});
  EXPECT_EQ(lacks.severity, Severity::error);
  EXPECT_THAT(lacks.next_step, HasSubstr("`tls-se card pin set --card sim:one.card`"));
}

TEST(PinCheckTest, ABlockedOneOfTheUserIsAnErrorIfItIsNeeded) {
  EXPECT_EQ(the_one({.user = sw::kBlocked}).severity, Severity::warning);
  const Finding needed = the_one({.user = sw::kBlocked, .is_needed = true});
  EXPECT_EQ(needed.severity, Severity::error);
  EXPECT_THAT(needed.words, HasSubstr("the user's PIN is blocked"));
  EXPECT_THAT(needed.next_step, HasSubstr("`tls-se card pin unblock --card sim:one.card`"));
}

/// As a card may say it as well.
TEST(PinCheckTest, WithoutATryItIsBlocked) {
  EXPECT_THAT(the_one({.user = 0x63c0}).words, HasSubstr("the user's PIN is blocked"));
  EXPECT_EQ(the_one({.user = 0x63c0, .is_needed = true}).severity, Severity::error);
  EXPECT_THAT(the_one({.administrator = 0x63c0}).words, HasSubstr("nothing ends that"));
}

TEST(PinCheckTest, FewTriesAreAWarning) {
  EXPECT_EQ(the_one({.user = 0x63c2}).words, "of the user's PIN, 2 tries are left");
  const Finding last = the_one({.administrator = 0x63c1});
  EXPECT_EQ(last.words, "of the administrator's PIN, 1 try is left");
  EXPECT_EQ(last.severity, Severity::warning);
}

TEST(PinCheckTest, TheAdministratorsIsToBeSetBeforeActivation) {
  const Finding finding =
      the_one({.administrator = sw::kDataObjectNotFound, .life_cycle = LifeCycle::initial});
  EXPECT_EQ(finding.severity, Severity::note);
  EXPECT_THAT(finding.next_step,
              HasSubstr("`tls-se card pin set --administrator --card sim:one.card`"));
  EXPECT_TRUE(check({.administrator = sw::kDataObjectNotFound}).empty());
}

TEST(PinCheckTest, NothingHelpsABlockedOneOfTheAdministrator) {
  const Finding finding = the_one({.administrator = sw::kBlocked});
  EXPECT_EQ(finding.severity, Severity::warning);
  EXPECT_THAT(finding.words, HasSubstr("nothing ends that"));
}

TEST(PinCheckTest, OfACard) {
  const auto card = blank_card();
  CardCommands commands(*card);
  const std::vector<uint8_t> pin = {'1', '2', '3', '4'};
  const std::vector<uint8_t> wrong = {'4', '3', '2', '1'};
  commands.put(ObjectKind::user_pin, 0, pin);
  commands.put(ObjectKind::administrator_pin, 0, pin);
  EXPECT_TRUE(check_pins("card", read_contents(*card)).empty());
  for (int i = 0; i < 2; ++i) (void)commands.verify(kUserPin, wrong);
  EXPECT_THAT(check_pins("card", read_contents(*card)).at(0).words, HasSubstr("1 try is left"));
  (void)commands.verify(kUserPin, wrong);
  EXPECT_THAT(check_pins("card", read_contents(*card)).at(0).words, HasSubstr("is blocked"));
}

}  // namespace
}  // namespace tls_se
