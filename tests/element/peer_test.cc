// Who is let in, and who the card says that its peer is: two cards that talk through APDUs.
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "card_to_card.h"
#include "credentials.h"

namespace tls_se::test {
namespace {

using Kind = PeerPattern::Kind;
using std::string_literals::operator""s;

constexpr char kNobody[] =
    "000000000000000000000000000000000000000000000000000000000000000000000000";
constexpr Alert kNotAllowed = refuse(Alert::access_denied, Reason::peer_not_allowed);
constexpr Alert kNoCertificate = refuse(Alert::certificate_required, Reason::certificate_missing);

CardProfile::AllowedPeer entry_of(Kind kind, const std::string& value) {
  return {kind, text(value)};
}

struct Answers {
  std::string peer, name, alt_names;
};
Answers answers_of(CardDriver& card) {
  return {to_hex(card.transmit("00CA010600").data), to_hex(card.transmit("00CA010700").data),
          to_hex(card.transmit("00CA010800").data)};
}

std::string fingerprint(const Identity& identity) {
  Buffer digest(SHA256_DIGEST_LENGTH);
  SHA256(identity.certificate.data(), identity.certificate.size(), digest.data());
  return to_hex(digest);
}

/// A client and a server of these modes, each of which the test changes.
struct Pair {
  CardDriver::Options client, server;

  explicit Pair(const Modes& modes)
      : client(options_of(Role::client, modes)), server(options_of(Role::server, modes)) {}
  CardDriver::Options& of(Role role) { return role == Role::client ? client : server; }
};

void expect_open(const Pair& pair) {
  CardDriver client(pair.client), server(pair.server);
  const Conversation talk = shake_hands(client, server);
  EXPECT_TRUE(talk.is_open()) << client.end_reason() << ' ' << server.end_reason();
  EXPECT_EQ(carry(client, server, text("question")), text("question"));
}

/// `by` refuses, its peer is told by an alert, and neither is told who the other was.
void expect_refusal(const Pair& pair, Role by, Alert alert) {
  CardDriver client(pair.client), server(pair.server);
  EXPECT_FALSE(shake_hands(client, server).is_open());
  CardDriver& finder = by == Role::client ? client : server;
  CardDriver& other = by == Role::client ? server : client;
  finder.expect_end_reason(alert);
  EXPECT_EQ(other.end_reason(), "02" + to_hex(Buffer{static_cast<uint8_t>(alert)}));
  EXPECT_EQ(answers_of(finder).peer, kNobody);
  EXPECT_EQ(answers_of(finder).name, "");
  EXPECT_EQ(answers_of(finder).alt_names, "");
}

class PeerOf : public testing::TestWithParam<Role> {
 protected:
  [[nodiscard]] Role other() const {
    return GetParam() == Role::client ? Role::server : Role::client;
  }
};
INSTANTIATE_TEST_SUITE_P(Roles, PeerOf, testing::Values(Role::client, Role::server),
                         [](const auto& role) {
                           return role.param == Role::client ? "AClient" : "AServer";
                         });

TEST_P(PeerOf, IsLetInByItsPskIdentity) {
  Pair pair(kPskOnly);
  pair.of(GetParam()).allowed_peers = {entry_of(Kind::psk_identity, "nobody"),
                                       entry_of(Kind::psk_identity, "Client_*")};
  expect_open(pair);
}

TEST_P(PeerOf, IsKeptOutByItsPskIdentity) {
  Pair pair(kPskOnly);
  pair.of(GetParam()).allowed_peers = {entry_of(Kind::psk_identity, "client_*"),
                                       entry_of(Kind::common_name, "*")};
  expect_refusal(pair, GetParam(), kNotAllowed);
}

TEST_P(PeerOf, WithoutAListIsWhoeverAuthenticates) {
  expect_open(Pair(kPskOnly));
  expect_open(Pair(kMutualOnly));
}

/// The peer's certificate is this, and the list has this one entry.
struct NamedPeer {
  std::string name;
  CertificateSpec certificate;
  CardProfile::AllowedPeer entry;
  bool is_let_in;
};

std::vector<NamedPeer> named_peers() {
  const std::string both =
      "DNS:card.example, DNS:pump.fleet.example, URI:spiffe://fleet.example/pump, IP:192.0.2.7";
  const CertificateSpec pump{.common_name = "pump 7", .subject_alt_name = both};
  const CertificateSpec nul{.common_name = "pump 7\0.evil"s,
                            .subject_alt_name = "DNS:card.example"};
  // dNSName: card.example, and "pump.fleet.example" with a NUL behind it
  const CertificateSpec nul_in_san{.common_name = "pump 7",
                                   .subject_alt_name_der = "\x30\x23\x82\x0c"s + "card.example" +
                                                           "\x82\x13" + "pump.fleet.example\0"s};
  const CertificateSpec wildcard{.common_name = "*",
                                 .subject_alt_name = "DNS:card.example, DNS:*.fleet.example"};
  return {
      {"by common name", pump, entry_of(Kind::common_name, "pump 7"), true},
      {"by the beginning of its common name", pump, entry_of(Kind::common_name, "pump *"), true},
      {"by a common name in other case", pump, entry_of(Kind::common_name, "Pump 7"), false},
      {"by another common name", pump, entry_of(Kind::common_name, "pump 8"), false},
      {"by a common name before a NUL", nul, entry_of(Kind::common_name, "pump 7"), false},
      {"by the beginning of one with a NUL", nul, entry_of(Kind::common_name, "pump*"), false},
      {"by a common name that is a star", wildcard, entry_of(Kind::common_name, "pump 7"), false},
      {"by DNS name", pump, entry_of(Kind::dns_name, "pump.fleet.example"), true},
      {"by a DNS name in other case", pump, entry_of(Kind::dns_name, "PUMP.fleet.EXAMPLE"), true},
      {"by a wildcard", pump, entry_of(Kind::dns_name, "*.fleet.example"), true},
      {"by a wildcard a label too high", pump, entry_of(Kind::dns_name, "*.pump.fleet.example"),
       false},
      {"by a wildcard for its grandparent", pump, entry_of(Kind::dns_name, "*.grand.example"),
       false},
      {"by a DNS name before a NUL", nul_in_san, entry_of(Kind::dns_name, "pump.fleet.example"),
       false},
      {"by a wildcard over one with a NUL", nul_in_san, entry_of(Kind::dns_name, "*.fleet.example"),
       false},
      {"by a name that its wildcard stands for", wildcard,
       entry_of(Kind::dns_name, "pump.fleet.example"), false},
      {"by its own wildcard", wildcard, entry_of(Kind::dns_name, "*.fleet.example"), true},
      {"by a DNS name that is its common name",
       {.common_name = "pump.example"},
       entry_of(Kind::dns_name, "pump.example"),
       false},
      {"by URI", pump, entry_of(Kind::uri, "spiffe://fleet.example/*"), true},
      {"by another URI", pump, entry_of(Kind::uri, "spiffe://fleet.example/valve"), false},
      {"by address", pump, entry_of(Kind::ip_address, "\xc0\x00\x02\x07"s), true},
      {"by another address", pump, entry_of(Kind::ip_address, "\xc0\x00\x02\x08"s), false},
      {"by a PSK identity", pump, entry_of(Kind::psk_identity, "*"), false},
  };
}

TEST_P(PeerOf, IsLetInOrKeptOutByItsCertificatesNames) {
  for (const NamedPeer& one : named_peers()) {
    SCOPED_TRACE(one.name);
    Pair pair(kMutualOnly);
    show(pair.of(other()), credentials().root.issue(one.certificate));
    pair.of(GetParam()).allowed_peers = {entry_of(Kind::dns_name, "somebody.else.example"),
                                         one.entry, entry_of(Kind::common_name, "nobody")};
    if (one.is_let_in) expect_open(pair);
    if (!one.is_let_in) expect_refusal(pair, GetParam(), kNotAllowed);
  }
}

TEST_P(PeerOf, IsLetInByItsFingerprint) {
  Pair pair(kMutualOnly);
  const Identity& peer = GetParam() == Role::client ? credentials().server : credentials().client;
  CardProfile::AllowedPeer pin{Kind::fingerprint, from_hex(fingerprint(peer))};
  pair.of(GetParam()).allowed_peers = {pin};
  expect_open(pair);
  pin.value.back() ^= 1;
  pair.of(GetParam()).allowed_peers = {pin};
  expect_refusal(pair, GetParam(), kNotAllowed);
}

/// A good name is nothing without a good certificate.
TEST_P(PeerOf, IsCheckedBeforeItIsAskedForItsName) {
  Pair pair(kMutualOnly);
  const Authority other_root("Other root");
  show(pair.of(other()), other_root.issue({.common_name = "pump 7"}));
  pair.of(GetParam()).allowed_peers = {entry_of(Kind::common_name, "pump 7")};
  expect_refusal(pair, GetParam(), refuse(Alert::unknown_ca, Reason::no_trust_anchor));
}

TEST(PeerOfAServer, WhoShowsNothingIsKeptOutByAList) {
  Pair pair(kMutualOnly);
  pair.client = options_of(Role::client, kCertificateOnly);
  pair.server = options_of(Role::server, kCertificateModes);
  expect_open(pair);
  pair.server.allowed_peers = {entry_of(Kind::common_name, "*")};
  expect_refusal(pair, Role::server, kNoCertificate);
}

TEST(PeerOfAServer, WhoIsNotAskedIsKeptOutByAList) {
  Pair pair(kCertificateOnly);
  expect_open(pair);
  pair.server.allowed_peers = {entry_of(Kind::common_name, "*")};
  expect_refusal(pair, Role::server, kNoCertificate);
}

TEST(PeerOfAServer, ASilentCardTellsItsNodeAlone) {
  Pair pair(kPskOnly);
  pair.server.allowed_peers = {entry_of(Kind::psk_identity, "nobody")};
  pair.server.silent_alerts = true;
  CardDriver client(pair.client), server(pair.server);
  const Conversation talk = shake_hands(client, server);
  EXPECT_EQ(talk.server, 0x6d31);  // access_denied
  EXPECT_TRUE(talk.from_server.empty());
  server.expect_end_reason(kNotAllowed);
}

TEST(PeerData, OfAPsk) {
  Pair pair(kPskOnly);
  pair.server.psks.insert(pair.server.psks.begin(), {text("another"), Buffer(32, 7)});
  CardDriver client(pair.client), server(pair.server);
  EXPECT_EQ(answers_of(server).peer, kNobody);
  ASSERT_TRUE(shake_hands(client, server).is_open());
  const std::string zeros(64, '0');
  EXPECT_EQ(answers_of(server).peer, "01000001" + zeros);
  EXPECT_EQ(answers_of(client).peer, "01000000" + zeros);
  for (CardDriver* card : {&client, &server}) {
    EXPECT_EQ(answers_of(*card).name, to_hex(draft_identity()));
    EXPECT_EQ(answers_of(*card).alt_names, "");
    EXPECT_EQ(card->transmit("00CA010801").status, 0x6c00);
  }
  (void)server.reset();
  EXPECT_EQ(answers_of(server).peer, kNobody);
  EXPECT_EQ(answers_of(server).name, "");
}

TEST(PeerData, OfACertificate) {
  Pair pair(kMutualOnly);
  CardDriver client(pair.client), server(pair.server);
  ASSERT_TRUE(shake_hands(client, server).is_open());
  const Answers server_says = answers_of(server), client_says = answers_of(client);
  EXPECT_EQ(server_says.peer, "02000000" + fingerprint(credentials().client));
  EXPECT_EQ(client_says.peer, "02000000" + fingerprint(credentials().server));
  // SET { SEQUENCE { 2.5.4.3, UTF8String } }
  EXPECT_EQ(server_says.name, "310F300D06035504030C06" + to_hex(text("client")));
  EXPECT_EQ(client_says.name, "310F300D06035504030C06" + to_hex(text("server")));
  EXPECT_EQ(server_says.alt_names, "");
  EXPECT_EQ(client_says.alt_names, "820C" + to_hex(text("card.example")));
}

TEST(PeerData, OfNobody) {
  Pair pair(kCertificateOnly);
  CardDriver client(pair.client), server(pair.server);
  ASSERT_TRUE(shake_hands(client, server).is_open());
  EXPECT_EQ(answers_of(server).peer, kNobody);
  EXPECT_EQ(answers_of(server).name, "");
  EXPECT_EQ(answers_of(client).peer.substr(0, 2), "02");
}

/// Whoever came before is forgotten.
TEST(PeerData, IsOfThisSession) {
  CardDriver server(options_of(Role::server, kCertificateModes));
  CardDriver known(options_of(Role::client, kMutualOnly));
  CardDriver unknown(options_of(Role::client, kCertificateOnly));
  ASSERT_TRUE(shake_hands(known, server).is_open());
  EXPECT_EQ(answers_of(server).peer.substr(0, 2), "02");
  ASSERT_TRUE(shake_hands(unknown, server).is_open());
  EXPECT_EQ(answers_of(server).peer, kNobody);
  EXPECT_EQ(answers_of(server).name, "");
}

/// Between two elements, so that what is told can be read.
TEST(PeerData, LongNamesAreCut) {
  std::string names = "DNS:card.example";
  for (int i = 0; i < 20; ++i) names += ", DNS:name-" + std::to_string(i) + ".fleet.example";
  Pair pair(kMutualOnly);
  show(pair.server, credentials().root.issue({.common_name = "server", .subject_alt_name = names}));
  pair.client.allowed_peers = {entry_of(Kind::dns_name, "name-19.fleet.example")};  // of all names
  CardDriver client(pair.client), server(pair.server);
  ASSERT_TRUE(shake_hands(client, server).is_open());
  const Answers says = answers_of(client);
  EXPECT_EQ(says.peer.substr(0, 8), "02020000");
  // card.example, and the ten with one digit: 14 + 10 * 22, and 23 for the next would be too many
  EXPECT_EQ(says.alt_names.size(), 2 * (14 + 10 * 22));
  EXPECT_TRUE(says.alt_names.ends_with(to_hex(text("name-9.fleet.example"))));
}

TEST(PeerData, NamesThatJustFitAreWhole) {
  const std::string label = std::string(63, 'a') + '.';
  for (const size_t size : {238, 239}) {  // and 3 bytes before it, 14 for card.example
    const std::string name = label + label + label + std::string(size - 3 * label.size(), 'a');
    Pair pair(kMutualOnly);
    show(pair.server,
         credentials().root.issue({.subject_alt_name = "DNS:card.example, DNS:" + name}));
    CardDriver client(pair.client), server(pair.server);
    ASSERT_TRUE(shake_hands(client, server).is_open());
    EXPECT_EQ(answers_of(client).peer.substr(0, 8), size == 238 ? "02000000" : "02020000");
    EXPECT_EQ(answers_of(client).alt_names.size(), 2 * (size == 238 ? 255u : 14u));
  }
}

TEST(PeerData, ALongPskIdentityIsCut) {
  for (const size_t size : {255, 256}) {
    Pair pair(kPskOnly);
    pair.client.psks.front().identity = pair.server.psks.front().identity = Buffer(size, 'x');
    CardDriver client(pair.client), server(pair.server);
    ASSERT_TRUE(shake_hands(client, server).is_open());
    EXPECT_EQ(answers_of(server).peer.substr(0, 8), size == 255 ? "01000000" : "01010000");
    EXPECT_EQ(answers_of(server).name.size(), 2 * 255u);
  }
}

TEST(PeerData, IsAskedForAsOtherDataObjectsAre) {
  CardDriver card(options_of(Role::server, kPskOnly));
  EXPECT_EQ(card.transmit("00CA010605").status, 0x6c24);
  EXPECT_EQ(card.transmit("00CA010624").status, 0x9000);
  EXPECT_EQ(card.transmit("00CA0106").status, 0x6700);
  EXPECT_EQ(card.transmit("00DA01060101").status, 0x6a88);
}

TEST(PeerData, IsNotInEveryCard) {
  CardDriver::Options options = options_of(Role::server, kPskOnly);
  options.has_peer_data = false;
  CardDriver card(options);
  for (const char* object : {"00CA010600", "00CA010700", "00CA010800"}) {
    EXPECT_EQ(card.transmit(object).status, 0x6a88);
  }
}

}  // namespace
}  // namespace tls_se::test
