// Ways around a card's list of peers, and to be told of as somebody else: a client that says what a
// good one would not, and what a card tells of its peer before, in and after a session.
#include <gtest/gtest.h>

#include "card_to_card.h"
#include "meeting.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;
using Kind = PeerPattern::Kind;

constexpr Alert kIsKeptOut = refuse(Alert::access_denied, Reason::peer_not_allowed);
constexpr Alert kShowsNothing = refuse(Alert::certificate_required, Reason::certificate_missing);
constexpr Modes kPskOrMutual = {Mode::psk, Mode::mutual};

/// GET DATA 0106 without the fingerprint: kind, flags, the PSK's number.
std::string peer(CardDriver& card) { return to_hex(card.transmit("00CA010600").data).substr(0, 8); }
constexpr char kByNobody[] = "00000000";
constexpr char kByCertificate[] = "02000000";

/// A server of two PSKs, of which it lets the second in; and of certificates, of which it lets one
/// in that has this common name.
CardDriver::Options choosy(const Modes& modes, const std::string& common_name = "client") {
  CardDriver::Options options = options_of(Role::server, modes);
  options.psks = {{text("kept out"), draft_psk()}, {text("let in"), draft_psk()}};
  options.allowed_peers = {{Kind::psk_identity, text("let in")},
                           {Kind::common_name, text(common_name)}};
  return options;
}

class ChoosyServer : public testing::Test {
 protected:
  void begin(CardDriver::Options options) {
    at_.emplace(std::move(options), ServerMeeting::Begun{});
  }
  [[nodiscard]] HelloSpec hello(const std::vector<std::string>& identities) {
    HelloSpec spec = at_->client().hello();
    spec.identities.clear();
    for (const std::string& identity : identities) spec.identities.push_back(text(identity));
    return spec;
  }
  /// A first hello without a share, which the card answers with HelloRetryRequest.
  Answer say_without_share(HelloSpec spec) {
    spec.set(key_share, {0, 0});
    return at_->say(spec);
  }
  void expect_refused(const Answer& answer, Alert alert) {
    EXPECT_EQ(answer.status, sw::kClose);
    EXPECT_EQ(at_->client().alert_in(answer.data), description_of(alert));
    at_->card().expect_end_reason(alert);
    EXPECT_EQ(peer(at_->card()), kByNobody);
  }

  std::optional<ServerMeeting> at_;
};

TEST_F(ChoosyServer, DoesNotTakeACertificateForAPskThatIsKeptOut) {
  begin(choosy(kPskOrMutual));
  expect_refused(at_->say(hello({"kept out"})), kIsKeptOut);
}

/// The first that the card knows is the client's, whatever else it has.
TEST_F(ChoosyServer, JudgesTheOnePskThatItTakes) {
  begin(choosy(kPskOrMutual));
  expect_refused(at_->say(hello({"unknown", "kept out", "let in"})), kIsKeptOut);
  at_->begin();
  ASSERT_EQ(at_->say(hello({"unknown", "let in", "kept out"})).status, sw::kOk);
  EXPECT_EQ(peer(at_->card()), kByNobody);  // it has not shown Finished
  at_->expect_open(at_->play({}));
  EXPECT_EQ(peer(at_->card()), "01000001");
  EXPECT_EQ(at_->card().transmit("00CA010700").data, text("let in"));
}

TEST_F(ChoosyServer, LearnsNoNameFromAWrongBinder) {
  begin(choosy(kPskOrMutual));
  HelloSpec spec = hello({"kept out"});
  spec.spoil_binder = 0;
  expect_refused(at_->say(spec), refuse(Alert::decrypt_error, Reason::binder_wrong));
}

TEST_F(ChoosyServer, JudgesThePskOfTheSecondHello) {
  begin(choosy(kPskOrMutual));
  say_without_share(hello({"let in"}));
  ASSERT_TRUE(at_->client().saw_hello_retry_request());
  expect_refused(at_->say(hello({"kept out"})), kIsKeptOut);
  at_->begin();
  expect_refused(say_without_share(hello({"kept out"})), kIsKeptOut);
}

/// Whoever was let in by the first hello is not the one that the second brings.
TEST_F(ChoosyServer, JudgesTheCertificateBehindAPskThatWasTakenBack) {
  begin(choosy(kPskOrMutual));
  const auto take_back = [&] {
    say_without_share(hello({"let in"}));
    ASSERT_TRUE(at_->client().saw_hello_retry_request());
    ASSERT_EQ(at_->say(at_->client().hello_for_certificate()).status, sw::kOk);
  };
  take_back();
  at_->expect_open(at_->play(at_->flight()));
  EXPECT_EQ(peer(at_->card()), kByCertificate);
  at_->begin();
  take_back();
  expect_refused(at_->play({.certificate = CertificateMessage{}}), kShowsNothing);
  begin(choosy(kPskOrMutual, "another"));
  take_back();
  expect_refused(at_->play(at_->flight()), kIsKeptOut);
}

TEST_F(ChoosyServer, TakesNobodyWhoShowsNothing) {
  for (const Modes& modes : {kMutualOnly, kPskOrMutual, kAllModes}) {
    begin(choosy(modes));
    HelloSpec spec = hello({"unknown"});
    ASSERT_EQ(at_->say(spec).status, sw::kOk);
    expect_refused(at_->play({.certificate = CertificateMessage{}}), kShowsNothing);
  }
}

/// What else is in the chain is somebody else's.
TEST_F(ChoosyServer, JudgesTheFirstCertificateAlone) {
  const Identity evil = credentials().root.issue({.common_name = "evil"});
  begin(choosy(kMutualOnly));
  ASSERT_EQ(at_->say(at_->client().hello_for_certificate()).status, sw::kOk);
  FlightSpec spec = at_->flight();
  spec.certificate->certificate_list.insert(spec.certificate->certificate_list.begin(),
                                            {evil.certificate, {}});
  spec.verify->private_key_pem = evil.private_key_pem;
  expect_refused(at_->play(spec), kIsKeptOut);
}

TEST_F(ChoosyServer, ACertificateIsNobodyWithoutItsKey) {
  const Identity evil = credentials().root.issue({.common_name = "evil"});
  begin(choosy(kMutualOnly));
  ASSERT_EQ(at_->say(at_->client().hello_for_certificate()).status, sw::kOk);
  FlightSpec spec = at_->flight();
  spec.verify->private_key_pem = evil.private_key_pem;
  expect_refused(at_->play(spec), refuse(Alert::decrypt_error, Reason::signature_wrong));
}

/// With a list of the one kind, who comes in the other way is on none.
TEST_F(ChoosyServer, AListOfOneKindLetsNobodyInByTheOther) {
  CardDriver::Options options = choosy(kPskOrMutual);
  options.allowed_peers = {{Kind::psk_identity, text("*")}};
  begin(options);
  ASSERT_EQ(at_->say(at_->client().hello_for_certificate()).status, sw::kOk);
  expect_refused(at_->play(at_->flight()), kIsKeptOut);
  options.allowed_peers = {{Kind::common_name, text("*")}};
  begin(options);
  expect_refused(at_->say(hello({"let in"})), kIsKeptOut);
}

TEST(ChoosyClient, JudgesThePskThatTheServerTakes) {
  CardDriver::Options options = options_of(Role::client, kPskOnly);
  options.psks = {{text("let in"), draft_psk()}, {text("kept out"), draft_psk()}};
  options.allowed_peers = {{Kind::psk_identity, text("let in")}};
  for (const bool is_let_in : {true, false}) {
    CardDriver::Options of_server = options_of(Role::server, kPskOnly);
    of_server.psks = {options.psks[is_let_in ? 0 : 1]};
    CardDriver client(options), server(of_server);
    EXPECT_EQ(shake_hands(client, server).is_open(), is_let_in);
    if (!is_let_in) client.expect_end_reason(kIsKeptOut);
  }
}

TEST(ChoosyClient, AServerThatShowsACertificateInsteadIsJudgedByIt) {
  CardDriver::Options options = options_of(Role::client, {Mode::psk, Mode::certificate});
  CardDriver server(options_of(Role::server, kCertificateOnly));
  for (const char* name : {"card.example", "another.example"}) {
    options.allowed_peers = {{Kind::psk_identity, text("*")}, {Kind::dns_name, text(name)}};
    CardDriver client(options);
    const bool is_open = shake_hands(client, server).is_open();
    EXPECT_EQ(is_open, name == std::string("card.example"));
    if (!is_open) client.expect_end_reason(kIsKeptOut);
    EXPECT_EQ(peer(client), is_open ? kByCertificate : kByNobody);
  }
}

/// One handshake after another in one card, each by who is there now.
TEST(PeerDataOfManySessions, IsOfThePresentOne) {
  CardDriver server(options_of(Role::server, kAllModes));
  const std::pair<Modes, std::string> sessions[] = {
      {kPskOnly, "01000000"}, {kCertificateOnly, kByNobody}, {kMutualOnly, kByCertificate},
      {kPskOnly, "01000000"}, {kMutualOnly, kByCertificate}, {kCertificateOnly, kByNobody}};
  for (const auto& [modes, kind] : sessions) {
    CardDriver::Options of_client = options_of(Role::client, modes);
    if (modes.has(Mode::mutual)) show(of_client, credentials().server);  // which has a DNS name
    CardDriver client(of_client);
    ASSERT_TRUE(shake_hands(client, server).is_open());
    EXPECT_EQ(peer(server), kind);
    const std::string names = to_hex(server.transmit("00CA010700").data);
    EXPECT_EQ(names.empty(), kind == kByNobody);
    EXPECT_EQ(server.transmit("00CA010800").data.empty(), kind != kByCertificate);
    EXPECT_EQ(to_hex(server.transmit("00CA010600").data).ends_with(std::string(64, '0')),
              kind != kByCertificate);
  }
}

TEST(PeerDataOfASession, StaysUntilItIsClosed) {
  ServerMeeting at(kMutualOnly);
  at.expect_open(at.play(at.flight()));
  const Buffer key_update = {24, 0, 0, 1, 0};
  const Buffer record = at.client().seal(ContentType::handshake, key_update);
  EXPECT_EQ(at.card().exchange(record, p1::kDecrypt).status, sw::kOk);
  EXPECT_EQ(peer(at.card()), kByCertificate);
  const Buffer close_notify = {1, 0, 21};
  at.card().exchange(close_notify, p1::kEncrypt);
  EXPECT_EQ(peer(at.card()), kByCertificate);  // the peer may go on
  ASSERT_EQ(at.card().reset(), sw::kOk);
  EXPECT_EQ(peer(at.card()), kByNobody);
}

/// What PUT DATA tells is for the next session.
TEST(PeerDataOfASession, EndsWithIt) {
  ServerMeeting at(kMutualOnly);
  at.expect_open(at.play(at.flight()));
  EXPECT_EQ(at.card().transmit("00DA020100").status, sw::kOk);
  EXPECT_EQ(peer(at.card()), kByNobody);
  EXPECT_EQ(at.card().transmit("00CA010700").data, Buffer{});
}

/// A subject that can't be read to its end is not told as if that were all of it.
TEST(PeerDataOfACertificate, WhatCannotBeReadIsMissing) {
  Buffer certificate = credentials().client.certificate;
  const Buffer name = from_hex("310F300D06035504030C06" + to_hex(text("client")));
  const auto found = std::ranges::search(certificate, name);
  ASSERT_FALSE(found.empty());
  WatchedCrypto crypto;
  HandshakeMemory handshake(crypto);
  const TlsSettings settings;
  const Session session(crypto, settings, handshake, Slots{});
  CardPeer card_peer;
  Buffer told(kMaxPeerName);
  const auto get = [&](DataObject object) {
    return card_peer.get(static_cast<uint16_t>(object), true, told);
  };
  const auto flags = [&] {
    EXPECT_EQ(card_peer.meet_certificate(session, certificate), Alert::none);
    get(DataObject::peer);
    return told[1];
  };
  EXPECT_EQ(flags(), 0);
  EXPECT_EQ(get(DataObject::peer_name), name.size());
  found[1] = 0x80;  // of no definite length
  EXPECT_EQ(flags(), PeerIdentity::kNameIsCut);
  EXPECT_EQ(get(DataObject::peer_name), 0u);
}

}  // namespace
}  // namespace tls_se::test
