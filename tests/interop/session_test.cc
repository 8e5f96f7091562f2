// Sessions that come about: every stack as client and server of a card, in every mode, and what
// they do differently from each other.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "interop/parties.h"
#include "interop/session.h"
#include "support/needs_x25519.h"

namespace tls_se::interop {
namespace {

/// Something that sessions may differ in.
struct Variation {
  const char* name;
  bool (*applies)(const Parties& parties);
  void (*arrange)(Arrangement& arrangement, const Credentials& credentials);
  void (*check)(Session& session, const Arrangement& arrangement);  // with the session open
  // When all that was said has been read.
  void (*check_end)(Session& session, const Arrangement& arrangement) = nullptr;
  size_t most = 100'000;  // bytes that are sent at once
};

bool always(const Parties&) { return true; }
constexpr char kRetry[] = "Hello Retry Request";

void ask_for_share(Arrangement& arrangement, const Credentials&) {
  arrangement.card.key_share_on_request = arrangement.card.is_client();
  if (arrangement.peer.is_client()) arrangement.peer.groups = {Group::x25519, Group::secp256r1};
}

// Of these servers s_server alone can send one, and not in the PSK mode: then it refuses the binder
// of s_client too.
bool can_send_cookie(const Parties& parties) {
  return parties.card == Role::client && parties.stack == Stack::openssl &&
         parties.mode != Mode::psk;
}

void ask_for_cookie(Arrangement& arrangement, const Credentials&) {
  arrangement.peer.sends_cookie = true;
}

void check_retry(Session& session, const Arrangement&) {
  EXPECT_TRUE(session.card().trace().contains(kRetry)) << session.report();
}

void check_no_retry(Session& session, const Arrangement&) {
  EXPECT_FALSE(session.card().trace().contains(kRetry)) << session.report();
}

// gnutls-serv has no words for it.
bool can_update_key(const Parties& parties) {
  return parties.stack != Stack::gnutls || parties.card == Role::server;
}

void update_keys(Session& session, const Arrangement&) {
  for (const size_t size : {40, 50, 60}) {
    ASSERT_TRUE(session.peer().update_key()) << session.report();
    ASSERT_TRUE(session.carries(digits(size))) << session.report();
  }
}

bool has_certificates(const Parties& parties) { return parties.mode != Mode::psk; }

void send_intermediates(Arrangement& arrangement, const Credentials& credentials) {
  if (!arrangement.card.chain.empty()) {
    credentials.issue_with_intermediate(arrangement.card, kCardName);
  }
  if (!arrangement.peer.chain.empty()) {
    credentials.issue_with_intermediate(arrangement.peer, kPeerName);
  }
}

void name_server_and_protocol(Arrangement& arrangement, const Credentials&) {
  arrangement.card.alpn = arrangement.peer.alpn = "mqtt";
  arrangement.client().server_name = arrangement.card.is_client() ? kPeerName : kCardName;
}

void check_server_and_protocol(Session& session, const Arrangement& arrangement) {
  EXPECT_TRUE(session.peer().reports_alpn("mqtt")) << session.report();
  // gnutls-serv shows a name beside certificates alone.
  const bool tells = !session.peer().is_echo() || arrangement.card.mode != Mode::psk;
  if (!arrangement.card.is_client() || !tells) return;
  const bool named = session.peer().says().contains(kPeerName) ||
                     session.peer().says().contains("extension \"server name\" (id=0)");
  EXPECT_TRUE(named) << session.report();
}

bool is_openssl_server(const Parties& parties) {
  return parties.stack == Stack::openssl && parties.card == Role::client;
}

bool is_openssl_client(const Parties& parties) {
  return parties.stack == Stack::openssl && parties.card == Role::server;
}

bool is_wolfssl_client(const Parties& parties) {
  return parties.stack == Stack::wolfssl && parties.card == Role::server;
}

bool is_gnutls_client(const Parties& parties) {
  return parties.stack == Stack::gnutls && parties.card == Role::server;
}

bool is_gnutls_server(const Parties& parties) {
  return parties.stack == Stack::gnutls && parties.card == Role::client;
}

void limit_openssl(Arrangement& arrangement, const Credentials&) {
  arrangement.peer.words = {"-maxfraglen", "512"};
}

void limit_wolfssl(Arrangement& arrangement, const Credentials&) {
  arrangement.peer.words = {"--max-fragment", "1"};  // RFC 6066's code
}

void pad_openssl(Arrangement& arrangement, const Credentials&) {
  arrangement.peer.words = {"-max_send_frag", "512", "-record_padding", "64"};
}

void limit_gnutls(Arrangement& arrangement, const Credentials&) {
  arrangement.peer.words = {"--recordsize", "512"};
}

/// 100,000 bytes have gone in records of 512 or so, each in fragments.
void check_small(Session& session, const std::string& work) {
  const std::string trace = session.card().trace();
  const std::string first_fragment = "RECV(" + work + ", F-First)";
  int records = 0;
  for (size_t at = trace.find(first_fragment); at != trace.npos;
       at = trace.find(first_fragment, at + 1)) {
    ++records;
  }
  EXPECT_GE(records, 100'000 / 513);
}

void check_written(Session& session, const Arrangement&) { check_small(session, "Encrypt"); }
void check_read(Session& session, const Arrangement&) { check_small(session, "Decrypt"); }

bool is_any_server(const Parties& parties) { return parties.card == Role::client; }

// As a server only GnuTLS's clients would hear of it: the others know no record_size_limit.
void limit_card(Arrangement& arrangement, const Credentials&) {
  arrangement.card.record_size_limit = 513;
}

std::string message_file(const Arrangement& arrangement) {
  return arrangement.peer.folder + "/messages";
}

void send_tickets(Arrangement& arrangement, const Credentials&) {
  arrangement.peer.words = {"-num_tickets", "4", "-msg", "-msgfile", message_file(arrangement)};
}

void check_tickets(Session&, const Arrangement& arrangement) {
  std::ostringstream messages;
  messages << std::ifstream(message_file(arrangement)).rdbuf();
  EXPECT_TRUE(messages.str().contains("NewSessionTicket")) << messages.str();
}

template <CipherSuite suite>
void take(Arrangement& arrangement, const Credentials&) {
  arrangement.card.cipher_suite = arrangement.peer.cipher_suite = suite;
}

void take_x25519(Arrangement& arrangement, const Credentials&) {
  arrangement.card.groups = arrangement.peer.groups = {Group::x25519};
}

void prefer_x25519(Arrangement& arrangement, const Credentials&) {
  arrangement.card.groups = arrangement.peer.groups = {Group::x25519, Group::secp256r1};
}

// wolfSSL's server takes the first share there is.
bool can_ask_for_x25519(const Parties& parties) {
  return parties.stack != Stack::wolfssl || parties.card == Role::server;
}

void ask_for_x25519(Arrangement& arrangement, const Credentials&) {
  arrangement.card.groups = arrangement.peer.groups = {Group::x25519};
  arrangement.client().groups = {Group::secp256r1, Group::x25519};
}

void check_x25519(Session& session, const Arrangement&) {
  EXPECT_TRUE(session.card().log().contains(", x25519")) << session.report();
}

void check_x25519_at_once(Session& session, const Arrangement& arrangement) {
  check_x25519(session, arrangement);
  check_no_retry(session, arrangement);
}

void check_x25519_retried(Session& session, const Arrangement& arrangement) {
  check_x25519(session, arrangement);
  check_retry(session, arrangement);
}

constexpr Variation kVariations[] = {
    {"plain", always, nullptr, nullptr, check_no_retry},
    {"hello_retry_request", always, ask_for_share, nullptr, check_retry},
    {"cookie", can_send_cookie, ask_for_cookie, nullptr, check_retry},
    {"key_update", can_update_key, nullptr, update_keys},
    {"new_session_tickets", is_openssl_server, send_tickets, nullptr, check_tickets},
    {"gcm", always, take<CipherSuite::gcm>, nullptr},
    {"ccm_8", always, take<CipherSuite::ccm_8>, nullptr},
    {"x25519", always, take_x25519, nullptr, check_x25519_at_once},
    {"x25519_first", always, prefer_x25519, nullptr, check_x25519_at_once},
    {"x25519_second", can_ask_for_x25519, ask_for_x25519, nullptr, check_x25519_retried},
    {"intermediate", has_certificates, send_intermediates, nullptr},
    {"alpn_and_server_name", always, name_server_and_protocol, check_server_and_protocol},
    // The peer asks for small records.
    {"max_fragment_length", is_openssl_client, limit_openssl, nullptr, check_written},
    {"max_fragment_length", is_wolfssl_client, limit_wolfssl, nullptr, check_written},
    {"record_size_limit", is_gnutls_server, limit_gnutls, nullptr, check_written},
    {"small_padded_records", is_openssl_server, pad_openssl, nullptr, check_read},
    // The card does.
    {"small_card", is_any_server, limit_card, nullptr, check_read},
    // gnutls-cli loses what doesn't fit into one record: it gets no more than that.
    {"record_size_limit", is_gnutls_client, limit_gnutls, nullptr, nullptr, 500},
    {"small_card", is_gnutls_client, limit_card, nullptr, nullptr, 500},
};

/// What is tried with whom.
struct TriedSession {
  Parties parties;
  const Variation* variation;

  [[nodiscard]] std::string name() const { return name_of(parties) + "_" + variation->name; }
  friend void PrintTo(const TriedSession& row, std::ostream* out) { *out << row.name(); }
};

std::vector<TriedSession> tried_sessions() {
  std::vector<TriedSession> all;
  for (const Parties& parties : all_parties()) {
    for (const Variation& variation : kVariations) {
      if (variation.applies(parties)) all.push_back({parties, &variation});
    }
  }
  return all;
}

class SessionTest : public testing::TestWithParam<TriedSession> {};

TEST_P(SessionTest, Completes) {
  const auto& [parties, variation] = GetParam();
  if (!is_installed(parties.stack)) GTEST_SKIP() << "no " << name_of(parties.stack) << " here";
  const Credentials credentials;
  Arrangement arrangement = arrange(credentials, parties.card, parties.mode);
  if (variation->arrange != nullptr) variation->arrange(arrangement, credentials);
  if (std::ranges::count(arrangement.card.groups, Group::x25519) > 0 && test::lacks_x25519())
    GTEST_SKIP() << test::kLacksX25519;

  Session session(parties.stack, arrangement);
  ASSERT_TRUE(session.opens()) << session.report();
  for (const size_t size : {size_t{30}, size_t{1}, variation->most}) {
    ASSERT_TRUE(session.carries(digits(size))) << size << "\n" << session.report();
  }
  if (variation->check != nullptr) variation->check(session, arrangement);
  EXPECT_TRUE(session.ends_in_order()) << session.report();
  if (variation->check_end != nullptr) variation->check_end(session, arrangement);
}

INSTANTIATE_TEST_SUITE_P(Interop, SessionTest, testing::ValuesIn(tried_sessions()),
                         [](const auto& row) { return row.param.name(); });

}  // namespace
}  // namespace tls_se::interop
