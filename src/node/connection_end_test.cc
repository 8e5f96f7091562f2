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
                       .alert = session_alert(Origin::card, Alert::internal_error)}),
            "the handshake failed: internal_error, sent by the card");
  EXPECT_EQ(to_string({.cause = Cause::failed, .was_open = true, .detail = "the card is gone"}),
            "failed: the card is gone, 0 bytes in, 0 out");
}

TEST(ConnectionEndTest, AnErrorThatTheCardDoesNotTellIsGuessedAt) {
  ConnectionEnd end = {.cause = Cause::failed, .alert = SessionAlert{Origin::card_untold}};
  EXPECT_EQ(to_string(end),
            "the handshake failed: the card has found a TLS error, does not tell which (6D16), and "
            "has sent no alert. Has the client the card's PSK, and does it offer "
            "TLS_AES_128_CCM_SHA256 and a key share of P-256 at once (openssl -ciphersuites "
            "TLS_AES_128_CCM_SHA256 -groups P-256)?");
  end.was_open = true;
  EXPECT_FALSE(to_string(end).contains("Has the client")) << to_string(end);
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

TEST(ConnectionEndTest, WhatTheCardHasFoundIsToldWithWhatWouldHelp) {
  const auto words = [](Alert alert, Reason reason, bool is_client) {
    SessionAlert told = session_alert(Origin::card, alert);
    told.reason = reason;
    return to_string({.cause = Cause::failed, .is_client = is_client, .alert = told});
  };
  EXPECT_TRUE(words(Alert::handshake_failure, Reason::no_common_cipher_suite, false)
                  .starts_with("the handshake failed: handshake_failure, sent by the card: no "
                               "cipher suite in common. The client offers none of "));
  struct {
    Alert alert;
    Reason reason;
    bool is_client;
    const char* help;
  } const all[] = {
      {Alert::handshake_failure, Reason::no_common_cipher_suite, false, "cipher_suites"},
      {Alert::handshake_failure, Reason::no_common_group, false, "-groups P-256"},
      {Alert::handshake_failure, Reason::no_common_signature, false, "-sigalgs ECDSA+SHA256"},
      {Alert::handshake_failure, Reason::psk_not_offered, false, "mode \"certificate\""},
      {Alert::handshake_failure, Reason::psk_mode_missing, false, "psk_dhe_ke"},
      {Alert::handshake_failure, Reason::psk_not_selected, true, "the same identity"},
      {Alert::missing_extension, Reason::certificate_not_offered, false, "mode \"psk\""},
      {Alert::unknown_psk_identity, Reason::psk_unknown, false, "letter by letter"},
      {Alert::decrypt_error, Reason::binder_wrong, false, "another key under this identity"},
      {Alert::decrypt_error, Reason::signature_wrong, true, "the right server"},
      {Alert::decrypt_error, Reason::signature_wrong, false, "the right client"},
      {Alert::decrypt_error, Reason::finished_wrong, true, "nobody in between"},
      {Alert::protocol_version, Reason::version_not_offered, false, "The client does not speak"},
      {Alert::protocol_version, Reason::version_not_offered, true, "The server does not speak"},
      {Alert::illegal_parameter, Reason::downgrade, true, "in between"},
      {Alert::illegal_parameter, Reason::message_too_long, true, "shorter certificate chain"},
      {Alert::no_application_protocol, Reason::no_common_protocol, false, "alpn"},
      {Alert::certificate_required, Reason::certificate_missing, false, "beside \"mutual\""},
      {Alert::certificate_unknown, Reason::server_unnamed, true, "--server-name"},
      {Alert::certificate_unknown, Reason::certificate_name, true, "subjectAltName"},
      {Alert::certificate_unknown, Reason::certificate_constraint, true, "nameConstraints"},
      {Alert::certificate_expired, Reason::certificate_not_valid_now, false, "The client's"},
      {Alert::certificate_expired, Reason::certificate_not_valid_now, true, "date -u"},
      {Alert::unsupported_certificate, Reason::certificate_usage, false, "clientAuth"},
      {Alert::unsupported_certificate, Reason::certificate_usage, true, "serverAuth"},
      {Alert::unsupported_certificate, Reason::certificate_version, true, "-copy_extensions copy"},
      {Alert::unsupported_certificate, Reason::certificate_version, false, "The client's"},
      {Alert::unsupported_certificate, Reason::certificate_key, true, "-name prime256v1 -genkey"},
      {Alert::unsupported_certificate, Reason::certificate_extension, true, "-noout -text"},
      {Alert::unsupported_certificate, Reason::certificate_algorithm, true, "with a P-256 key"},
      {Alert::unsupported_certificate, Reason::none, false, "docs/x509.md"},
      {Alert::bad_certificate, Reason::certificate_signature, true, "renewed"},
      {Alert::bad_certificate, Reason::certificate_malformed, true, "malformed: its issuer"},
      {Alert::unknown_ca, Reason::no_trust_anchor, false, "the right client"},
      {Alert::bad_record_mac, Reason::not_authentic, false, "not from the client"},
  };
  for (const auto& [alert, reason, is_client, help] : all) {
    const std::string text = words(alert, reason, is_client);
    EXPECT_TRUE(text.contains(help)) << text;
    EXPECT_TRUE(text.ends_with('.') || text.ends_with('?')) << text;
  }
  EXPECT_EQ(words(Alert::illegal_parameter, Reason::extension_twice, true),
            "the handshake failed: illegal_parameter, sent by the card: an extension twice");
}

TEST(ConnectionEndTest, AClientIsToldWhichNameWasExpectedAndHowToSeeTheOthers) {
  ConnectionEnd end = {.cause = Cause::failed,
                       .is_client = true,
                       .server = "broker.example:8883",
                       .server_name = "server name other.example",
                       .alert = session_alert(Origin::card, Alert::certificate_unknown)};
  const std::string look = "openssl s_client -connect broker.example:8883";
  EXPECT_TRUE(to_string(end).contains("The card expects the server name other.example. "));
  EXPECT_TRUE(to_string(end).contains(look + " -servername other.example -ciphersuites TLS"));
  end.alert->reason = Reason::certificate_name;
  EXPECT_TRUE(to_string(end).ends_with("openssl x509 -noout -ext subjectAltName"));
  for (const char* no_dns_name : {"server name 192.0.2.1", "server name of the profile"}) {
    end.server_name = no_dns_name;
    EXPECT_TRUE(to_string(end).contains(std::string("expects the ") + no_dns_name + ". "));
    EXPECT_TRUE(to_string(end).contains(look + " -ciphersuites TLS"));
  }
  for (const Reason other : {Reason::server_unnamed, Reason::certificate_constraint}) {
    end.alert->reason = other;
    EXPECT_FALSE(to_string(end).contains("s_client"));
  }
  end.alert = session_alert(Origin::peer, Alert::certificate_unknown);
  EXPECT_FALSE(to_string(end).contains("s_client"));
}

TEST(ConnectionEndTest, AServerIsToldWhatToDoAboutACardWithoutReasonsAndItsClient) {
  const auto words = [](Origin origin, Alert alert) {
    return to_string({.cause = Cause::failed, .alert = session_alert(origin, alert)});
  };
  EXPECT_TRUE(words(Origin::card, Alert::handshake_failure).contains("the client offers"));
  EXPECT_TRUE(words(Origin::card, Alert::decrypt_error).contains("another key"));
  EXPECT_TRUE(words(Origin::card, Alert::certificate_required).contains("\"mutual\""));
  EXPECT_TRUE(words(Origin::peer, Alert::unknown_ca).contains("what the client trusts"));
  EXPECT_EQ(words(Origin::peer, Alert::decrypt_error),
            "the handshake failed: decrypt_error, received from the peer");
}

TEST(ConnectionEndTest, AClientIsToldWhatToDoAboutSilence) {
  for (const Cause cause : {Cause::timed_out, Cause::truncated, Cause::peer_lost}) {
    EXPECT_TRUE(to_string({.cause = cause, .is_client = true}).contains("TLS 1.3"));
    EXPECT_FALSE(
        to_string({.cause = cause, .is_client = true, .was_open = true}).contains("TLS 1.3"));
  }
}

TEST(ConnectionEndTest, WhyAPeerLeftWithoutAWordIsInItsOwnLog) {
  const char* const log = "own log may tell";
  for (const Cause cause : {Cause::truncated, Cause::peer_lost}) {
    for (const bool is_client : {false, true}) {
      EXPECT_TRUE(to_string({.cause = cause, .is_client = is_client}).contains(log));
    }
    // A server judges its client when that one is through.
    ConnectionEnd end = {.cause = cause, .is_client = true, .was_open = true, .sent = 3};
    EXPECT_TRUE(to_string(end).ends_with("If it has refused the card, its own log may tell why."));
    end.received = 1;
    EXPECT_FALSE(to_string(end).contains(log));
    end = {.cause = cause, .was_open = true};
    EXPECT_FALSE(to_string(end).contains(log));
  }
  EXPECT_FALSE(to_string({.cause = Cause::timed_out}).contains(log));
  EXPECT_FALSE(to_string({.cause = Cause::timed_out, .is_client = true}).contains(log));
}

}  // namespace
}  // namespace tls_se
