#include "node/connection_end.h"

#include <gtest/gtest.h>

#include "se/base/alert.h"

namespace tls_se {
namespace {

using Cause = ConnectionEnd::Cause;
using Origin = SessionAlert::Origin;

SessionAlert session_alert(Origin origin, Alert alert) {
  return {origin, static_cast<uint8_t>(alert)};
}

TEST(ConnectionEndTest, InOrder) {
  ConnectionEnd end = {.was_open = true, .received = 3, .sent = 4};
  EXPECT_TRUE(end.in_order());
  EXPECT_EQ(to_string(end), "closed by close_notify, 3 bytes in, 4 out");
  end.cause = Cause::stopped;
  EXPECT_TRUE(end.in_order());
  end.was_open = false;
  EXPECT_FALSE(end.in_order());
  for (const Cause cause : {Cause::timed_out, Cause::unreachable, Cause::peer_lost,
                            Cause::truncated, Cause::plain_lost, Cause::failed}) {
    EXPECT_FALSE((ConnectionEnd{.cause = cause, .was_open = true}.in_order()));
  }
}

TEST(ConnectionEndTest, AServerIsToldWhatHappened) {
  EXPECT_EQ(to_string({.cause = Cause::truncated, .was_open = true}),
            "the peer ended without close_notify: data may be missing, 0 bytes in, 0 out");
  EXPECT_EQ(to_string({.cause = Cause::timed_out}), "timed out: no handshake in time");
  EXPECT_EQ(to_string({.cause = Cause::failed,
                       .alert = session_alert(Origin::card, Alert::decrypt_error)}),
            "the handshake failed: decrypt_error, sent by the card");
  EXPECT_EQ(to_string({.cause = Cause::failed, .was_open = true, .detail = "the card is gone"}),
            "failed: the card is gone, 0 bytes in, 0 out");
}

TEST(ConnectionEndTest, AClientIsToldWhatToDoAboutAnAlert) {
  const auto words = [](Origin origin, Alert alert) {
    return to_string(
        {.cause = Cause::failed, .is_client = true, .alert = session_alert(origin, alert)});
  };
  EXPECT_TRUE(words(Origin::peer, Alert::illegal_parameter).contains("same PSK"));
  EXPECT_TRUE(words(Origin::peer, Alert::decrypt_error).contains("same PSK"));
  EXPECT_TRUE(words(Origin::peer, Alert::handshake_failure).contains("cipher_suites"));
  EXPECT_TRUE(words(Origin::peer, Alert::certificate_required).contains("private_key"));
  EXPECT_TRUE(words(Origin::peer, Alert::no_application_protocol).contains("--alpn"));
  EXPECT_TRUE(words(Origin::card, Alert::unknown_ca).contains("trust_anchors"));
  EXPECT_TRUE(words(Origin::card, Alert::certificate_expired).contains("date -u"));
  EXPECT_TRUE(words(Origin::card, Alert::certificate_unknown).contains("--server-name"));
  EXPECT_TRUE(words(Origin::card_silently, Alert::unknown_ca).contains("trust_anchors"));
  EXPECT_TRUE(words(Origin::card, Alert::unknown_ca).contains("unknown_ca, sent by the card. "));
  EXPECT_EQ(words(Origin::peer, Alert::internal_error),
            "the handshake failed: internal_error, received from the peer");
}

TEST(ConnectionEndTest, AClientIsToldWhatToDoAboutSilence) {
  for (const Cause cause : {Cause::timed_out, Cause::truncated, Cause::peer_lost}) {
    EXPECT_TRUE(to_string({.cause = cause, .is_client = true}).contains("TLS 1.3"));
    EXPECT_FALSE(
        to_string({.cause = cause, .is_client = true, .was_open = true}).contains("TLS 1.3"));
  }
}

}  // namespace
}  // namespace tls_se
