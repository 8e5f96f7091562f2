#include "node/circumstances.h"

#include <gtest/gtest.h>

#include "node/card_session.h"
#include "support/scripted_card.h"

namespace tls_se {
namespace {

using Commands = std::vector<std::string>;

class CircumstancesTest : public testing::Test {
 protected:
  /// Which name counts, or what the refusal says.
  std::string outcome(const ServerCircumstances& server) {
    try {
      return tell_server(card_, server);
    } catch (const CardError& error) {
      return error.what();
    }
  }

  ScriptedCard card_;
};

TEST_F(CircumstancesTest, TheTimeInUtc) {
  card_.answer("9000").answer("9000");
  EXPECT_TRUE(tell_time(card_, std::chrono::system_clock::from_time_t(1795340527)));
  EXPECT_TRUE(tell_time(card_, std::chrono::system_clock::from_time_t(951782399)));
  EXPECT_EQ(card_.commands, (Commands{"00 DA 02 01 07 20 26 11 22 09 42 07",
                                      "00 DA 02 01 07 20 00 02 28 23 59 59"}));
}

TEST_F(CircumstancesTest, ACardThatHasNoUseForTheTime) {
  const auto now = std::chrono::system_clock::now();
  card_.answer("6A88").answer("6985").answer("6D00").answer("6380").answer("6A80");
  EXPECT_TRUE(tell_time(card_, now));
  EXPECT_TRUE(tell_time(card_, now));
  EXPECT_FALSE(tell_time(card_, now));
  EXPECT_FALSE(tell_time(card_, now));
  EXPECT_THROW((void)tell_time(card_, now), CardError);
}

TEST_F(CircumstancesTest, ADnsName) {
  card_.answer("9000").answer("9000");
  EXPECT_EQ(outcome({.name = "a.example."}), "server name a.example.");
  EXPECT_EQ(card_.commands,
            (Commands{"00 DA 02 02 09 61 2E 65 78 61 6D 70 6C 65", "00 DA 02 03 00"}));
}

TEST_F(CircumstancesTest, AnAddress) {
  for (int i = 0; i < 4; ++i) card_.answer("9000");
  EXPECT_EQ(outcome({.name = "192.0.2.1"}), "server name 192.0.2.1");
  EXPECT_EQ(outcome({.name = "2001:db8::1"}), "server name 2001:db8::1");
  EXPECT_EQ(card_.commands,
            (Commands{"00 DA 02 04 04 C0 00 02 01", "00 DA 02 03 00",
                      "00 DA 02 04 10 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01",
                      "00 DA 02 03 00"}));
}

TEST_F(CircumstancesTest, Alpn) {
  card_.answer("9000").answer("9000");
  (void)tell_server(card_, {.name = "a", .alpn = {"h2", "x"}});
  EXPECT_EQ(card_.commands.back(), "00 DA 02 03 05 02 68 32 01 78");
}

TEST_F(CircumstancesTest, ACardThatHasNoUseForThem) {
  for (const char* status : {"6A88", "6D00"}) {
    card_.answer(status).answer(status);
    EXPECT_EQ(outcome({.name = "a", .name_is_demanded = true, .alpn = {"x"}}), "no server name");
  }
}

TEST_F(CircumstancesTest, ThePinnedNameCountsUnlessAnotherIsDemanded) {
  card_.answer("6985").answer("6985");
  EXPECT_EQ(outcome({.name = "a"}), "server name of the profile");
  card_.answer("6985");
  EXPECT_NE(outcome({.name = "a", .name_is_demanded = true}).find("--server-name"),
            std::string::npos);
  card_.answer("9000").answer("6985");
  EXPECT_NE(outcome({.name = "a", .alpn = {"x"}}).find("--alpn"), std::string::npos);
}

TEST_F(CircumstancesTest, WhatTheCardCannotTake) {
  card_.answer("6A84");
  EXPECT_NE(outcome({.name = "a"}).find("too long"), std::string::npos);
  card_.answer("6A80");
  EXPECT_NE(outcome({.name = "a"}).find("6A80"), std::string::npos);
}

TEST(CheckCircumstancesTest, WhatNoCardCouldTake) {
  for (const char* name :
       {"a", "a.example.", "xn--bcher-kva.example", "sensor_1.fleet.example", "192.0.2.1", "::1"}) {
    EXPECT_NO_THROW(check_circumstances({.name = name})) << name;
  }
  for (const std::string& name :
       {std::string(), std::string("."), std::string("b\xc3\xbc"), std::string("a b"),
        std::string("a:1"), std::string("a..example"), std::string("-a.example"),
        std::string("*.example"), std::string("192.0.2"), std::string(64, 'a') + ".example",
        std::string("a.example.."), std::string(254, 'a')}) {
    EXPECT_THROW(check_circumstances({.name = name}), std::runtime_error) << name;
  }
  EXPECT_NO_THROW(check_circumstances({.name = "a", .alpn = {std::string(254, 'x')}}));
  EXPECT_THROW(check_circumstances({.name = "a", .alpn = {std::string(255, 'x')}}),
               std::runtime_error);
  EXPECT_THROW(check_circumstances({.name = "a", .alpn = {""}}), std::runtime_error);
}

}  // namespace
}  // namespace tls_se
