// The settings are one for all channels: what a node has told one of them, and the peer that one
// has met, are that channel's alone.
#include <gtest/gtest.h>

#include <stdexcept>

#include "card_with_flash.h"
#include "live_session.h"

namespace tls_se::test {
namespace {

/// A server with two channels.
class TwoChannels : public testing::Test {
 protected:
  TwoChannels() {
    make_psk_server(card_);
    EXPECT_EQ(card_.answer("0070000001"), "01 9000");
  }

  /// Whether a session with a client opens that asks for "h2".
  bool opens(uint8_t channel) {
    CardWithFlash client;
    make_psk_client(client);
    EXPECT_EQ(client.answer("00DA02030302 6832"), "9000");
    try {
      LiveSession session{SessionEnd(transmit_of(client)), SessionEnd(transmit_of(card_), channel)};
      return session.echoes();
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  CardWithFlash card_;
};

TEST_F(TwoChannels, HaveProtocolsOfTheirOwn) {
  EXPECT_EQ(card_.answer("01DA02030302 6832"), "9000");
  EXPECT_EQ(card_.answer("00DA02030302 7878"), "9000");
  EXPECT_TRUE(opens(1));
  EXPECT_FALSE(opens(0));
  EXPECT_TRUE(opens(1));
}

TEST_F(TwoChannels, ForgetWhatTheNodeHasToldWithTheirEnd) {
  EXPECT_EQ(card_.answer("01DA02030302 7878"), "9000");
  EXPECT_FALSE(opens(1));
  EXPECT_EQ(card_.answer("00708001"), "9000");
  EXPECT_EQ(card_.answer("0070000001"), "01 9000");
  EXPECT_TRUE(opens(1));
}

TEST_F(TwoChannels, HaveMetPeersOfTheirOwn) {
  const std::string other = "15 0003616263 000102030405060708090A0B0C0D0E0F";
  ASSERT_EQ(card_.answer("00DADF51" + other), "9000");
  CardWithFlash client;
  make_psk_client(client);
  ASSERT_EQ(client.answer("00DADF50" + other), "9000");
  LiveSession first{SessionEnd(transmit_of(client)), SessionEnd(transmit_of(card_), 0)};
  LiveSession second(transmit_of(card_), 1);
  EXPECT_EQ(card_.answer("00CA010700"), "61 62 63 9000");
  EXPECT_EQ(card_.answer("01CA010700").substr(0, 8), "43 6C 69");  // "Client_identity"
  EXPECT_EQ(card_.answer("00CA010700"), "61 62 63 9000");
  EXPECT_TRUE(first.echoes());
  EXPECT_TRUE(second.echoes());
}

TEST_F(TwoChannels, KnowNoPeerOfAnother) {
  LiveSession session(transmit_of(card_), 1);
  const std::string nobody = card_.answer("00CA010600");
  EXPECT_NE(card_.answer("01CA010600"), nobody);
  EXPECT_EQ(card_.answer("00CA010600"), nobody);
  EXPECT_EQ(card_.answer("01CA010700").substr(0, 8), "43 6C 69");  // "Client_identity"
  EXPECT_EQ(card_.answer("00CA010700"), "9000");
  EXPECT_EQ(card_.answer("00708001"), "9000");
  EXPECT_EQ(card_.answer("0070000001"), "01 9000");
  EXPECT_EQ(card_.answer("01CA010600"), nobody);
  EXPECT_EQ(card_.answer("01CA010700"), "9000");
}

/// Whoever is let in: an administrator's change counts for the next session of each.
TEST_F(TwoChannels, LetInWhomTheCardAllows) {
  EXPECT_TRUE(opens(0));
  EXPECT_EQ(card_.status("00DADF600C 00 6E6F626F64792E6E616D65"), sw::kOk);
  EXPECT_FALSE(opens(1));
  EXPECT_FALSE(opens(0));
  EXPECT_EQ(card_.status("00DADF60"), sw::kOk);
  EXPECT_TRUE(opens(1));
}

}  // namespace
}  // namespace tls_se::test
