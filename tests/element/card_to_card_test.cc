// The card against itself: every mode, both roles, through APDUs alone.
#include "card_to_card.h"

#include <gtest/gtest.h>

#include "credentials.h"
#include "se/tls_lib/hello_retry_request.h"

namespace tls_se::test {
namespace {

/// What the two cards of a test are personalised with; each test spoils what it is about.
struct Pair {
  CardDriver::Options client;
  CardDriver::Options server;

  Pair(const Modes& client_modes, const Modes& server_modes)
      : client(options_of(Role::client, client_modes)),
        server(options_of(Role::server, server_modes)) {}
};

/// `info` is the GET DATA 0103 of the client, and of the server if that has another.
void expect_open(const Pair& pair, const std::string& info, std::string server_info = "") {
  if (server_info.empty()) server_info = info;
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  const Conversation talk = shake_hands(client, server);
  ASSERT_TRUE(talk.is_open()) << std::hex << talk.client << ' ' << talk.server << ' '
                              << client.end_reason() << ' ' << server.end_reason();
  EXPECT_EQ(session_parameters(client), info);
  EXPECT_EQ(session_parameters(server), server_info);
  EXPECT_EQ(carry(client, server, text("question")), text("question"));
  EXPECT_EQ(carry(server, client, text("answer")), text("answer"));
}

/// `by` finds it; the other is told.
void expect_refusal(const Pair& pair, Role by, Alert alert) {
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  const Conversation talk = shake_hands(client, server);
  EXPECT_FALSE(talk.is_open());
  CardDriver& finder = by == Role::client ? client : server;
  CardDriver& other = by == Role::client ? server : client;
  finder.expect_end_reason(alert);
  EXPECT_EQ(other.end_reason(), "02" + to_hex(Buffer{static_cast<uint8_t>(alert)}));
  EXPECT_EQ(other.reason(), Reason::none);  // which the wire does not tell
}

TEST(CardToCard, Psk) { expect_open(Pair(kPskOnly, kPskOnly), "01001304"); }
TEST(CardToCard, ServerCertificate) {
  expect_open(Pair(kCertificateOnly, kCertificateOnly), "02011304", "02001304");
}
TEST(CardToCard, MutualCertificates) { expect_open(Pair(kMutualOnly, kMutualOnly), "03011304"); }

TEST(CardToCard, CardsOfAllModesPreferThePsk) {
  expect_open(Pair(kAllModes, kAllModes), "01001304");
}
TEST(CardToCard, AClientOfAllModesMeetsEveryServer) {
  expect_open(Pair(kAllModes, kPskOnly), "01001304");
  expect_open(Pair(kAllModes, kCertificateOnly), "02011304", "02001304");
  expect_open(Pair(kAllModes, kMutualOnly), "03011304");
}
TEST(CardToCard, AServerOfAllModesMeetsEveryClient) {
  expect_open(Pair(kPskOnly, kAllModes), "01001304");
  expect_open(Pair(kCertificateOnly, kAllModes), "03031304",
              "03021304");  // it asks, and does without
  expect_open(Pair(kMutualOnly, kAllModes), "03011304");
}

TEST(CardToCard, AServerAsksForTheShare) {
  struct {
    Modes modes;
    std::string info, server_info;
  } const all[] = {{kPskOnly, "01001304", "01001304"},
                   {kCertificateOnly, "02011304", "02001304"},
                   {kMutualOnly, "03011304", "03011304"}};
  for (const auto& [modes, info, server_info] : all) {
    Pair pair(modes, modes);
    pair.client.key_share_on_request = true;
    expect_open(pair, info, server_info);
    CardDriver client(pair.client);
    CardDriver server(pair.server);
    const Conversation talk = shake_hands(client, server);
    EXPECT_TRUE(is_hello_retry_request(Bytes(talk.from_server[0]).subspan(kRecordHeaderSize)));
  }
}

TEST(CardToCard, TheTimeIsCheckedWhereItIsKnown) {
  Pair pair(kMutualOnly, kMutualOnly);
  const UtcTime now{0x20, 0x26, 0x01, 0x01, 0x00, 0x00, 0x00};
  pair.client.now = pair.server.now = now;
  expect_refusal(pair, Role::client,  // not valid yet, or no more
                 refuse(Alert::certificate_expired, Reason::certificate_not_valid_now));
}

TEST(CardToCard, EveryFragmentSizeAndRecordLimit) {
  for (const size_t fragment : {1u, 33u, 255u}) {
    for (const int limit : {64, 65, 100, 512, 1000, 16385}) {
      SCOPED_TRACE(testing::Message() << fragment << ' ' << limit);
      Pair pair(kMutualOnly, kMutualOnly);
      pair.client.fragment = pair.server.fragment = fragment;
      pair.client.record_size_limit = static_cast<uint16_t>(limit);
      pair.server.record_size_limit = static_cast<uint16_t>(limit);
      expect_open(pair, "03011304");
    }
  }
}

TEST(CardToCard, LongChainsGoThroughShortRecords) {
  Pair pair(kMutualOnly, kMutualOnly);
  const Authority first("First below", credentials().root);
  const Authority second("Second below", first);
  const Authority third("Third below", second);
  const Identity leaf = third.issue();
  for (CardDriver::Options* card : {&pair.client, &pair.server}) {
    card->certificate_chain = {leaf.certificate, third.own().certificate, second.own().certificate,
                               first.own().certificate};
    card->private_key = leaf.private_key;
    card->record_size_limit = 64;
  }
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  const Conversation talk = shake_hands(client, server);
  ASSERT_TRUE(talk.is_open()) << client.end_reason() << server.end_reason();
  for (const auto& records : {talk.from_client, talk.from_server}) {
    for (const Buffer& record : records) {
      // 64 bytes of TLSInnerPlaintext and the tag; hellos are not protected.
      EXPECT_TRUE(record[0] != 23 || record.size() <= kRecordHeaderSize + 64 + 16);
    }
  }
}

TEST(CardToCard, ElementsOfACardsSize) {
  Pair pair(kMutualOnly, kMutualOnly);
  const Authority below("Below", credentials().root);
  for (CardDriver::Options* card : {&pair.client, &pair.server}) {
    const Identity leaf = below.issue();
    card->certificate_chain = {leaf.certificate, below.own().certificate};
    card->private_key = leaf.private_key;
    card->record_buffer_size = 2048;
  }
  expect_open(pair, "03011304");
  // The last of a flight may come packed; with shorter records it always fits.
  pair.client.record_size_limit = pair.server.record_size_limit = 512;
  expect_open(pair, "03011304");
  // A chain that doesn't fit is refused, and the next RESET works.
  pair.client.record_buffer_size = 600;
  expect_refusal(pair, Role::client, refuse(Alert::illegal_parameter, Reason::message_too_long));
  Pair small(kPskOnly, kPskOnly);
  small.client.record_buffer_size = small.server.record_buffer_size = 256;
  expect_open(small, "01001304");
}

TEST(CardToCard, NobodySendsMoreThanThePeerTakes) {
  Pair pair(kPskOnly, kPskOnly);
  pair.client.record_size_limit = 100;
  pair.server.record_size_limit = 200;
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  ASSERT_TRUE(shake_hands(client, server).is_open());
  EXPECT_EQ(carry(client, server, Buffer(199, 1)).size(), 199u);
  EXPECT_EQ(carry(server, client, Buffer(99, 1)).size(), 99u);
  Buffer too_much(101, 23);
  EXPECT_EQ(server.recv(too_much, p1::kEncrypt), sw::kWrongLength);
  EXPECT_EQ(carry(server, client, Buffer(99, 1)).size(), 99u);
}

TEST(CardToCard, EveryCipherSuite) {
  for (const CipherSuite* suite : {&kAes128CcmSha256, &kAes128GcmSha256, &kAes128Ccm8Sha256}) {
    Pair pair(kCertificateOnly, kCertificateOnly);
    pair.client.cipher_suites = {&kAes128CcmSha256, &kAes128GcmSha256, &kAes128Ccm8Sha256};
    pair.server.cipher_suites = {suite};
    const std::string id = to_hex(Buffer{0x13, static_cast<uint8_t>(suite->id)});
    expect_open(pair, "0201" + id, "0200" + id);
  }
}

TEST(CardToCard, NoCipherSuiteInCommon) {
  Pair pair(kPskOnly, kPskOnly);
  pair.server.cipher_suites = {&kAes128GcmSha256};
  expect_refusal(pair, Role::server,
                 refuse(Alert::handshake_failure, Reason::no_common_cipher_suite));
}

TEST(CardToCard, Protocols) {
  Pair pair(kCertificateOnly, kAllModes);
  pair.client.alpn = {"h2", "mqtt"};
  pair.server.alpn = {"mqtt", "h2"};
  expect_open(pair, "03031304", "03021304");
  pair.server.alpn = {};
  expect_open(pair, "03031304", "03021304");
  pair.server.alpn = {"coap"};
  expect_refusal(pair, Role::server,
                 refuse(Alert::no_application_protocol, Reason::no_common_protocol));
  pair.client.alpn = {};
  expect_open(pair, "03031304", "03021304");
}

TEST(CardToCard, WrongPsk) {
  Pair pair(kPskOnly, kPskOnly);
  pair.client.psks[0].key[0] ^= 1;
  expect_refusal(pair, Role::server, refuse(Alert::decrypt_error, Reason::binder_wrong));
}

TEST(CardToCard, UnknownIdentity) {
  Pair pair(kPskOnly, kPskOnly);
  pair.client.psks[0].identity[0] ^= 1;
  expect_refusal(pair, Role::server, refuse(Alert::unknown_psk_identity, Reason::psk_unknown));
}

TEST(CardToCard, SeveralPsks) {
  Pair pair(kPskOnly, kPskOnly);
  pair.client.psks.insert(pair.client.psks.begin(), {text("another"), Buffer(16, 7)});
  expect_open(pair, "01001304");
}

TEST(CardToCard, UnknownAuthority) {
  const Authority other("Another root");
  Pair pair(kMutualOnly, kMutualOnly);
  pair.client.trust_anchors = {other.own().certificate};
  expect_refusal(pair, Role::client, refuse(Alert::unknown_ca, Reason::no_trust_anchor));
  Pair of_client(kMutualOnly, kMutualOnly);
  of_client.server.trust_anchors = {other.own().certificate};
  expect_refusal(of_client, Role::server, refuse(Alert::unknown_ca, Reason::no_trust_anchor));
}

TEST(CardToCard, AnotherServersName) {
  Pair pair(kCertificateOnly, kCertificateOnly);
  pair.client.server_name = "other.example";
  expect_refusal(pair, Role::client, refuse(Alert::certificate_unknown, Reason::certificate_name));
}

TEST(CardToCard, AServerThatNobodyHasNamed) {
  Pair pair(kCertificateOnly, kCertificateOnly);
  pair.client.server_name.clear();
  expect_refusal(pair, Role::client, refuse(Alert::certificate_unknown, Reason::server_unnamed));
}

TEST(CardToCard, AnotherUsage) {
  Pair pair(kMutualOnly, kMutualOnly);
  const Identity of_client = credentials().root.issue({.extended_key_usage = "clientAuth"});
  show(pair.server, of_client);
  expect_refusal(pair, Role::client,
                 refuse(Alert::unsupported_certificate, Reason::certificate_usage));
  Pair other(kMutualOnly, kMutualOnly);
  show(other.client, credentials().root.issue({.extended_key_usage = "serverAuth"}));
  expect_refusal(other, Role::server,
                 refuse(Alert::unsupported_certificate, Reason::certificate_usage));
}

TEST(CardToCard, NoClientCertificateWhereOneIsRequired) {
  expect_refusal(Pair(kCertificateOnly, kMutualOnly), Role::server,
                 refuse(Alert::certificate_required, Reason::certificate_missing));
}

TEST(CardToCard, NothingInCommon) {
  expect_refusal(Pair(kPskOnly, kCertificateOnly), Role::server,
                 refuse(Alert::missing_extension, Reason::certificate_not_offered));
  expect_refusal(Pair(kCertificateOnly, kPskOnly), Role::server,
                 refuse(Alert::handshake_failure, Reason::psk_not_offered));
}

TEST(CardToCard, KeysAreUpdatedFromEitherSide) {
  Pair pair(kCertificateOnly, kCertificateOnly);
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  ASSERT_TRUE(shake_hands(client, server).is_open());
  for (const bool from_client : {true, false, true}) {
    CardDriver& first = from_client ? client : server;
    CardDriver& second = from_client ? server : client;
    const Buffer request = {24, 0, 0, 1, 1, 22};
    EXPECT_EQ(second.exchange(first.exchange(request, p1::kEncrypt).data, p1::kDecrypt).data,
              request);
    const Buffer answer = {24, 0, 0, 1, 0, 22};
    EXPECT_EQ(first.exchange(second.exchange(answer, p1::kEncrypt).data, p1::kDecrypt).data,
              answer);
    EXPECT_EQ(carry(client, server, text("up")), text("up"));
    EXPECT_EQ(carry(server, client, text("down")), text("down"));
  }
}

TEST(CardToCard, CloseNotifyEndsBothDirections) {
  Pair pair(kMutualOnly, kMutualOnly);
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  ASSERT_TRUE(shake_hands(client, server).is_open());
  const Buffer close_notify = {1, 0, 21};
  for (CardDriver* from : {&client, &server}) {
    CardDriver& to = from == &client ? server : client;
    const Answer record = from->exchange(close_notify, p1::kEncrypt);
    EXPECT_EQ(record.status, sw::kClose);
    const Answer received = to.exchange(record.data, p1::kDecrypt);
    EXPECT_EQ(received.status, sw::kClose);
    EXPECT_EQ(received.data, close_notify);
  }
  EXPECT_EQ(client.recv(Buffer{1, 23}, p1::kEncrypt), sw::kConditionsNotSatisfied);
  ASSERT_TRUE(shake_hands(client, server).is_open());
}

TEST(CardToCard, SilentCardsTellTheNodeAlone) {
  Pair pair(kCertificateOnly, kCertificateOnly);
  pair.client.server_name = "other.example";
  pair.client.silent_alerts = true;
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  const Conversation talk = shake_hands(client, server);
  EXPECT_EQ(talk.client, 0x6d00 | static_cast<uint8_t>(Alert::certificate_unknown));
  client.expect_end_reason(refuse(Alert::certificate_unknown, Reason::certificate_name));
}

TEST(CardToCard, NothingOfAPrivateKeyStaysBehind) {
  Pair pair(kMutualOnly, kMutualOnly);
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  ASSERT_TRUE(shake_hands(client, server).is_open());
  EXPECT_FALSE(client.memory_holds(pair.client.private_key));
  EXPECT_FALSE(server.memory_holds(pair.server.private_key));
}

}  // namespace
}  // namespace tls_se::test
