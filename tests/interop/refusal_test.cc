// Sessions that must not come about: each end refuses the other, says so with the right alert, and
// the other one hears it.
#include <gtest/gtest.h>

#include "interop/parties.h"
#include "interop/session.h"
#include "node/card_session.h"
#include "reader/names.h"

namespace tls_se::interop {
namespace {

constexpr Alert kAccepts = Alert::close_notify;  // it sees nothing wrong: there is no such test

/// What is wrong with one end, and what the other says to it.
struct Refusal {
  const char* name;
  Role offender;
  Mode mode;
  void (*spoil)(EndSettings& offender, EndSettings& other, const Credentials& credentials,
                const std::string& offender_name);
  Alert card;
  Alert peers[3];  // in the order of Stack; none if it leaves without a word
  bool gnutls_offends = true;
};

void wrong_psk(EndSettings& offender, EndSettings&, const Credentials&, const std::string&) {
  offender.psk[0] = 'f';
}

void unknown_identity(EndSettings& offender, EndSettings&, const Credentials&, const std::string&) {
  offender.identity = "nobody";
}

void no_common_suite(EndSettings& offender, EndSettings&, const Credentials&, const std::string&) {
  offender.cipher_suite = CipherSuite::gcm;
}

void alpn_mismatch(EndSettings& offender, EndSettings& other, const Credentials&,
                   const std::string&) {
  offender.alpn = "coap";
  other.alpn = "mqtt";
}

/// A client that has none to show.
void no_certificate(EndSettings& offender, EndSettings&, const Credentials&, const std::string&) {
  offender.mode = Mode::certificate;
  offender.chain.clear();
}

template <Flaw flaw>
void certificate(EndSettings& offender, EndSettings&, const Credentials& credentials,
                 const std::string& name) {
  credentials.issue(offender, name, flaw);
}

// The card's are those that RFC 8446 section 6.2 names.
constexpr Refusal kRefusals[] = {
    {"wrong_psk",
     Role::client,
     Mode::psk,
     wrong_psk,
     refuse(Alert::decrypt_error, Reason::binder_wrong),
     {Alert::illegal_parameter, Alert::illegal_parameter, Alert::none}},
    {"unknown_psk_identity",
     Role::client,
     Mode::psk,
     unknown_identity,
     refuse(Alert::unknown_psk_identity, Reason::psk_unknown),
     {Alert::missing_extension, Alert::illegal_parameter, Alert::none}},
    {"no_common_cipher_suite",
     Role::client,
     Mode::psk,
     no_common_suite,
     refuse(Alert::handshake_failure, Reason::no_common_cipher_suite),
     {Alert::handshake_failure, Alert::handshake_failure, Alert::handshake_failure}},
    {"alpn_mismatch",
     Role::client,
     Mode::psk,
     alpn_mismatch,
     refuse(Alert::no_application_protocol, Reason::no_common_protocol),
     {Alert::no_application_protocol, Alert::no_application_protocol,
      Alert::no_application_protocol}},
    {"no_client_certificate",
     Role::client,
     Mode::mutual,
     no_certificate,
     refuse(Alert::certificate_required, Reason::certificate_missing),
     {Alert::certificate_required, Alert::certificate_required, Alert::certificate_required}},
    {"client_of_unknown_ca",
     Role::client,
     Mode::mutual,
     certificate<Flaw::unknown_ca>,
     refuse(Alert::unknown_ca, Reason::no_trust_anchor),
     {Alert::unknown_ca, Alert::access_denied, Alert::unknown_ca}},
    {"expired_client",
     Role::client,
     Mode::mutual,
     certificate<Flaw::expired>,
     refuse(Alert::certificate_expired, Reason::certificate_not_valid_now),
     {Alert::certificate_expired, Alert::access_denied, Alert::certificate_expired}},
    {"client_with_server_certificate",
     Role::client,
     Mode::mutual,
     certificate<Flaw::wrong_usage>,
     refuse(Alert::unsupported_certificate, Reason::certificate_usage),
     {Alert::unsupported_certificate, kAccepts, Alert::bad_certificate}},
    {"client_whose_key_must_not_sign",
     Role::client,
     Mode::mutual,
     certificate<Flaw::not_for_signing>,
     refuse(Alert::unsupported_certificate, Reason::certificate_usage),
     {Alert::unsupported_certificate, Alert::internal_error, kAccepts}},
    {"server_of_unknown_ca",
     Role::server,
     Mode::certificate,
     certificate<Flaw::unknown_ca>,
     refuse(Alert::unknown_ca, Reason::no_trust_anchor),
     {Alert::unknown_ca, Alert::bad_certificate, Alert::unknown_ca}},
    {"expired_server",
     Role::server,
     Mode::certificate,
     certificate<Flaw::expired>,
     refuse(Alert::certificate_expired, Reason::certificate_not_valid_now),
     {Alert::certificate_expired, Alert::bad_certificate, Alert::certificate_expired}},
    {"server_of_another_name",
     Role::server,
     Mode::certificate,
     certificate<Flaw::wrong_name>,
     refuse(Alert::certificate_unknown, Reason::certificate_name),
     {Alert::bad_certificate, Alert::bad_certificate, Alert::bad_certificate}},
    {"server_with_client_certificate",
     Role::server,
     Mode::certificate,
     certificate<Flaw::wrong_usage>,
     refuse(Alert::unsupported_certificate, Reason::certificate_usage),
     {Alert::unsupported_certificate, Alert::bad_certificate, Alert::bad_certificate}},
    {"server_whose_key_must_not_sign",
     Role::server,
     Mode::certificate,
     certificate<Flaw::not_for_signing>,
     refuse(Alert::unsupported_certificate, Reason::certificate_usage),
     {Alert::unsupported_certificate, Alert::internal_error, kAccepts},
     false},  // gnutls-serv doesn't use such a certificate
};

struct RefusedSession {
  Stack stack;
  const Refusal* refusal;
  bool card_refuses;

  /// "card_refuses_openssl_expired_client", "openssl_refuses_card_expired_client"
  [[nodiscard]] std::string name() const {
    const std::string parties =
        card_refuses ? "card_refuses_" + name_of(stack) : name_of(stack) + "_refuses_card";
    return parties + "_" + refusal->name;
  }
  friend void PrintTo(const RefusedSession& row, std::ostream* out) { *out << row.name(); }
};

Alert alert_of(const Refusal& refusal, Stack stack) {
  return refusal.peers[static_cast<size_t>(stack)];
}

std::vector<RefusedSession> refused_sessions() {
  std::vector<RefusedSession> all;
  for (const Stack stack : kStacks) {
    for (const Refusal& refusal : kRefusals) {
      const bool offends = stack != Stack::gnutls || refusal.gnutls_offends;
      if (offends) all.push_back({stack, &refusal, true});
      if (alert_of(refusal, stack) != kAccepts) all.push_back({stack, &refusal, false});
    }
  }
  return all;
}

Arrangement arrange(const Credentials& credentials, const Refusal& refusal, bool card_refuses) {
  const bool card_is_client = (refusal.offender == Role::client) != card_refuses;
  Arrangement arrangement =
      arrange(credentials, card_is_client ? Role::client : Role::server, refusal.mode);
  if (card_refuses) {
    refusal.spoil(arrangement.peer, arrangement.card, credentials, kPeerName);
  } else {
    refusal.spoil(arrangement.card, arrangement.peer, credentials, kCardName);
  }
  return arrangement;
}

class RefusalTest : public testing::TestWithParam<RefusedSession> {};

TEST_P(RefusalTest, BothSayWhy) {
  const auto& [stack, refusal, card_refuses] = GetParam();
  if (!is_installed(stack)) GTEST_SKIP() << "no " << name_of(stack) << " here";
  const Credentials credentials;
  const Arrangement arrangement = arrange(credentials, *refusal, card_refuses);
  Session session(stack, arrangement);

  const Alert alert = card_refuses ? refusal->card : alert_of(*refusal, stack);
  const std::string name = alert_name(static_cast<uint8_t>(alert));
  if (card_refuses) {
    const SessionAlert sent = {SessionAlert::Origin::card, static_cast<uint8_t>(alert),
                               reason_of(alert)};
    EXPECT_TRUE(session.card().logs(to_string(sent))) << session.report();
    EXPECT_TRUE(session.peer().reports(description_of(alert))) << session.report();
  } else if (alert == Alert::none) {
    EXPECT_TRUE(session.card().logs("left during the handshake")) << session.report();
  } else {
    EXPECT_TRUE(session.card().logs(name + ", received from the peer")) << session.report();
  }
  // A server has done its work: the next client may be a better one.
  EXPECT_EQ(session.card().ended_well(), !arrangement.card.is_client()) << session.report();
}

INSTANTIATE_TEST_SUITE_P(Interop, RefusalTest, testing::ValuesIn(refused_sessions()),
                         [](const auto& row) { return row.param.name(); });

}  // namespace
}  // namespace tls_se::interop
