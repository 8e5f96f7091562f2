// The checks that are of a few lines each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "card/host_cards.h"
#include "doctor/memory_check.h"
#include "doctor/port_check.h"
#include "doctor/psk_check.h"
#include "doctor/reader_check.h"
#include "doctor/time_check.h"
#include "personalisation/card_contents.h"
#include "support/scripted_card.h"

namespace tls_se {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(ReaderCheckTest, NamesThemOrSaysWhereToLook) {
  const Finding some = check_readers({{.name = "One"}, {.name = "Another"}});
  EXPECT_EQ(some.severity, Severity::ok);
  EXPECT_EQ(some.words, "'One', 'Another'");
  const Finding none = check_readers({});
  EXPECT_EQ(none.severity, Severity::error);
  EXPECT_THAT(none.next_step, HasSubstr("lsusb"));
  EXPECT_THAT(none.next_step, HasSubstr("libccid"));
}

TEST(MemoryCheckTest, AFullOrWornOneIsAWarning) {
  EXPECT_TRUE(check_memory("card", {.free = 100, .capacity = 1000, .wear = 7999}).empty());
  const Findings full = check_memory("card", {.free = 99, .capacity = 1000, .wear = 0});
  ASSERT_EQ(full.size(), 1u);
  EXPECT_EQ(full[0].severity, Severity::warning);
  EXPECT_THAT(full[0].words, HasSubstr("99 of 1000 bytes"));
  const Findings worn = check_memory("card", {.free = 100, .capacity = 1000, .wear = 8000});
  ASSERT_EQ(worn.size(), 1u);
  EXPECT_EQ(worn[0].severity, Severity::warning);
  EXPECT_THAT(worn[0].words, HasSubstr("8000 times"));
  const uint32_t kMuch = 0xffffffff;
  EXPECT_TRUE(check_memory("card", {.free = kMuch, .capacity = kMuch, .wear = 0}).empty());
}

TEST(MemoryCheckTest, ANewCardHasNothing) {
  const auto card = blank_card();
  EXPECT_TRUE(check_memory("card", read_contents(*card).memory).empty());
}

TEST(TimeCheckTest, ManyAcknowledgementsAreHeldBackInAVirtualReaderAlone) {
  EXPECT_EQ(check_time("card", milliseconds(30), true).severity, Severity::ok);
  const Finding held = check_time("card", milliseconds(44), true);
  EXPECT_EQ(held.severity, Severity::warning);
  EXPECT_THAT(held.words, HasSubstr("44 ms"));
  EXPECT_THAT(held.words, HasSubstr("held back"));
  EXPECT_THAT(held.next_step, HasSubstr("tls-se vcard"));
  EXPECT_EQ(check_time("card", milliseconds(44), false).severity, Severity::ok);
}

TEST(TimeCheckTest, ASlowOneIsSlowAnywhere) {
  EXPECT_EQ(check_time("card", milliseconds(200), false).severity, Severity::ok);
  for (const bool is_virtual : {false, true}) {
    const Finding slow = check_time("card", milliseconds(201), is_virtual);
    EXPECT_EQ(slow.severity, Severity::warning);
    EXPECT_THAT(slow.words, HasSubstr("201 ms, which is slow"));
  }
  EXPECT_THAT(check_time("card", microseconds(0), false).words, HasSubstr("less than 0.001 ms"));
}

/// A clock whose seconds pass when it is looked at: every other time, since a command lies between.
SteadyClock clock_of(std::vector<int> milliseconds_of_commands) {
  return [=, looks = size_t{0}, now = std::chrono::steady_clock::time_point()]() mutable {
    if (looks % 2 == 1) {
      now += milliseconds(milliseconds_of_commands.at(looks / 2 % milliseconds_of_commands.size()));
    }
    ++looks;
    return now;
  };
}

TEST(TimeCheckTest, IsTheMedian) {
  ScriptedCard card;
  card.object(0x10, "05");
  EXPECT_EQ(time_of_command(card, clock_of({5})), milliseconds(5));
  EXPECT_EQ(time_of_command(card, clock_of({1, 2, 400})), milliseconds(2));
  EXPECT_EQ(time_of_command(card, clock_of({6000, 1, 1})), milliseconds(6000));  // enough seen
}

TEST(PskCheckTest, SaysWhereItIs) {
  const std::vector<CardIdentities> cards = {{"sim:a", {{'o', 'n', 'e'}, {'t', 'w', 'o'}}},
                                             {"sim:b", {{'t', 'w', 'o'}}}};
  const Finding one = check_psk_identity("one", cards);
  EXPECT_EQ(one.subject, "PSK \"one\"");
  EXPECT_EQ(one.severity, Severity::ok);
  EXPECT_EQ(one.words, "is on sim:a");
  EXPECT_EQ(check_psk_identity("two", cards).words, "is on sim:a, sim:b");
}

TEST(PskCheckTest, SaysWhichThereAreInstead) {
  const Finding other = check_psk_identity("One", {{"sim:a", {{'o', 'n', 'e'}}}});
  EXPECT_EQ(other.severity, Severity::error);
  EXPECT_EQ(other.words, "is on no card; there is \"one\" on sim:a");
  EXPECT_THAT(check_psk_identity("one", {{"sim:a", {}}}).words,
              HasSubstr("there is no PSK on any card"));
  EXPECT_EQ(check_psk_identity("one", {}).severity, Severity::error);
  EXPECT_THAT(check_psk_identity("one", {}).words, HasSubstr("no card tells what is on it"));
  const std::vector<std::vector<uint8_t>> many(20, {'x'});
  EXPECT_THAT(check_psk_identity("one", {{"sim:a", many}}).words, HasSubstr("and 4 more"));
}

TEST(PortCheckTest, SaysWhoIsThere) {
  EXPECT_EQ(check_port("[::]:8883", {}).severity, Severity::ok);
  const Finding used = check_port("[::]:8883", std::make_error_code(std::errc::address_in_use));
  EXPECT_EQ(used.subject, "port [::]:8883");
  EXPECT_EQ(used.severity, Severity::error);
  EXPECT_THAT(used.next_step, HasSubstr("another program listens there"));
  EXPECT_THAT(check_port("x", {EACCES, std::generic_category()}).next_step,
              HasSubstr("CAP_NET_BIND_SERVICE"));
}

}  // namespace
}  // namespace tls_se
