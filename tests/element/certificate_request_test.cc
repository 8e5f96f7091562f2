// Check-CertificateRequest, and the client's flight that answers it: RFC 8446 sections 4.3.2 and
// 4.4.2.
#include <gtest/gtest.h>

#include "failing_crypto.h"
#include "meeting.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;

enum class Shown { certificate, nothing };

struct RequestCase : Named {
  void (*change)(CertificateRequestSpec&);
  Alert expected = Alert::none;  // none: the session opens
  Shown shown = Shown::certificate;
};

const RequestCase kRequestCases[] = {
    {"as it should be", [](auto&) {}},
    {"with a context", [](auto& r) { r.certificate_request_context = {1}; },
     refuse(Alert::illegal_parameter, Reason::request_context)},
    {"without extensions", [](auto& r) { r.extensions.clear(); }, kExtensionMissing},
    {"without signature_algorithms",
     [](auto& r) {
       r.extensions.clear();
       r.add(certificate_authorities, {0, 3, 0, 1, 'a'});
     },
     kExtensionMissing},
    {"for other schemes",
     [](auto& r) {
       r.set(signature_algorithms, {0, 6, 8, 4, 5, 3, 4, 1});
     },
     Alert::none, Shown::nothing},
    {"for a scheme that is ours when read at an odd place",
     [](auto& r) {
       r.set(signature_algorithms, {0, 4, 8, 4, 3, 0});
     },
     Alert::none, Shown::nothing},
    {"for our scheme alone",
     [](auto& r) {
       r.set(signature_algorithms, {0, 2, 4, 3});
     }},
    {"for no scheme",
     [](auto& r) {
       r.set(signature_algorithms, {0, 0});
     },
     kMalformed},
    {"for a scheme and a half",
     [](auto& r) {
       r.set(signature_algorithms, {0, 3, 4, 3, 8});
     },
     kMalformed},
    {"with schemes that are cut",
     [](auto& r) {
       r.set(signature_algorithms, {0, 4, 4, 3});
     },
     kMalformed},
    {"with schemes and a tail",
     [](auto& r) {
       r.set(signature_algorithms, {0, 2, 4, 3, 0});
     },
     kMalformed},
    {"with schemes of nothing", [](auto& r) { r.set(signature_algorithms, {}); }, kMalformed},
    {"with signature_algorithms twice",
     [](auto& r) {
       r.add(signature_algorithms, {0, 2, 4, 3});
     },
     kExtensionTwice},
    {"with an unknown extension", [](auto& r) { r.add(ExtensionType{0x1a1a}, {1}); }},
    {"with all the extensions that it may have",
     [](auto& r) {
       r.add(certificate_authorities, {0, 3, 0, 1, 'a'});
       r.add(oid_filters, {0, 0});
       r.add(signature_algorithms_cert, {0, 2, 4, 3});
       r.add(status_request, {});
       r.add(signed_certificate_timestamp, {});
     }},
    {"with server_name", [](auto& r) { r.add(server_name, {}); }, kExtensionOutOfPlace},
    {"with key_share",
     [](auto& r) {
       r.add(key_share, {0, 23});
     },
     kExtensionOutOfPlace},
};

class CertificateRequest : public testing::TestWithParam<RequestCase> {};

TEST_P(CertificateRequest, IsJudged) {
  ClientMeeting at(Mode::mutual);
  FlightSpec flight = at.flight();
  GetParam().change(*flight.request);
  const Answer answer = at.play(flight);
  at.expect_outcome(answer, GetParam().expected);
  if (GetParam().expected != Alert::none) return;
  const bool shows = GetParam().shown == Shown::certificate;
  EXPECT_TRUE(at.server().saw(HandshakeType::certificate));
  EXPECT_EQ(at.server().certificates_seen().size(), shows ? 1u : 0u);
  EXPECT_EQ(at.server().saw(HandshakeType::certificate_verify), shows);
  EXPECT_EQ(at.session_parameters(), shows ? "03011304" : "03031304");
}

INSTANTIATE_TEST_SUITE_P(All, CertificateRequest, testing::ValuesIn(kRequestCases),
                         case_name<RequestCase>);

TEST(CertificateRequestBytes, OfTheWrongLengthAreRefused) {
  const Buffer good = from_hex("000008000d000400020403");
  for (size_t size = 0; size <= good.size() + 1; ++size) {
    SCOPED_TRACE(size);
    ClientMeeting at(Mode::mutual);
    at.server().edit = [&](HandshakeType type, Buffer& body) {
      if (type != HandshakeType::certificate_request) return;
      body = good;
      body.resize(size);
    };
    at.expect_outcome(at.play(at.flight()), size == good.size() ? Alert::none : kMalformed);
  }
}

TEST(CertificateRequestIs, AnsweredByACardWithoutCertificate) {
  ClientMeeting at(Mode::mutual, options_of(Role::client, kCertificateOnly));
  at.expect_open(at.play(at.flight()));
  EXPECT_TRUE(at.server().saw(HandshakeType::certificate));
  EXPECT_TRUE(at.server().certificates_seen().empty());
  EXPECT_EQ(at.session_parameters(), "03031304");
}

TEST(CertificateRequestIs, NotAnsweredWhereThereIsNone) {
  ClientMeeting at(Mode::certificate, options_of(Role::client, kMutualOnly));
  at.expect_open(at.play(at.flight()));
  EXPECT_FALSE(at.server().saw(HandshakeType::certificate));
  EXPECT_EQ(at.session_parameters(), "02011304");
}

TEST(CertificateRequestIs, RefusedBesideAPsk) {
  ClientMeeting at(Mode::psk, options_of(Role::client, kAllModes));
  FlightSpec flight = at.flight();
  flight.request.emplace();
  flight.request->add(signature_algorithms, {0, 2, 4, 3});
  at.expect_refused(at.play(flight), kMessageOutOfPlace);
}

TEST(CertificateRequestIs, AnsweredByNothingIfTheCardCannotSign) {
  CardDriver::Options options = options_of(Role::client, kMutualOnly);
  NeverSigns signatures;
  options.signatures = &signatures;
  ClientMeeting at(Mode::mutual, options);
  const Answer answer = at.play(at.flight());
  const std::vector<Buffer> records = records_of(answer.data);
  ASSERT_EQ(records.size(), 2u);  // the Certificate was on its way before
  at.server().read_flight(records[0]);
  EXPECT_EQ(at.server().refusal_in(records[1], at.card()), kPlatformFailed);
  EXPECT_EQ(answer.status, sw::kClose);
}

TEST(ServerFlight, ComesInAnyRecords) {
  for (const Packing packing :
       {Packing::each, Packing::together, Packing::bytes, Packing::padded}) {
    for (const Mode mode : {Mode::psk, Mode::certificate, Mode::mutual}) {
      ClientMeeting at(mode);
      at.expect_open(at.play(at.flight(), packing));
    }
  }
}

/// Where a Certificate is due, so is a CertificateRequest: that one has come whole and the other
/// has begun are told apart.
TEST(ServerFlight, SaysWhatComesNextOfIt) {
  ClientMeeting at(Mode::mutual);
  const FlightSpec flight = at.flight();
  at.card().recv(plain_record(ContentType::handshake, at.server().server_hello(flight.hello)));
  const auto next = [&] { return to_hex(at.card().transmit("00CA010200").data); };
  const auto take = [&](Bytes part) {
    EXPECT_EQ(at.card().recv(at.server().seal(ContentType::handshake, part)), sw::kOk);
  };
  EXPECT_EQ(next(), "001608");  // EncryptedExtensions
  const std::vector<Buffer> messages = at.server().messages(flight);
  const char* const begun[] = {"041608", "04160D", "04160B", "04160F"};
  const char* const whole[] = {"00160B", "00160B", "00160F", "001614"};
  for (size_t i = 0; i < std::size(begun); ++i) {
    take(Bytes(messages[i]).first(1));
    EXPECT_EQ(next(), begun[i]);
    take(Bytes(messages[i]).subspan(1));
    EXPECT_EQ(next(), whole[i]);
  }
}

/// A server that sieves what comes says it as well, and a client that holds a cookie has no rest
/// due.
TEST(HelloInRecords, SaysWhatComesNextOfIt) {
  const auto next = [](CardDriver& card) { return to_hex(card.transmit("00CA010200").data); };
  for (const Modes& modes : {kPskOnly, kAllModes}) {
    ServerMeeting at(options_of(Role::server, modes), ServerMeeting::Begun{});
    const Buffer hello = at.client().client_hello(at.hello());
    EXPECT_EQ(next(at.card()), "001601");
    for (const size_t at_byte : {1, 100}) {
      at.begin();
      const Bytes part = Bytes(hello).first(at_byte);
      EXPECT_EQ(at.card().exchange(plain_record(ContentType::handshake, part)).status, sw::kOk);
      EXPECT_EQ(next(at.card()), "041601");
    }
  }
  ClientMeeting at(Mode::mutual);
  ASSERT_EQ(at.retry(at.server().retry()).status, sw::kOk);
  EXPECT_EQ(next(at.card()), "001602");
}

TEST(ServerFlight, EndsWithItsFinished) {
  ClientMeeting at(Mode::mutual);
  const FlightSpec flight = at.flight();
  at.card().recv(plain_record(ContentType::handshake, at.server().server_hello(flight.hello)));
  std::vector<Buffer> messages = at.server().messages(flight);
  messages.push_back({4, 0, 0, 0});
  at.expect_refused(at.card().exchange(pack(at.server(), messages, Packing::together)[0]),
                    kMessageAcrossKeys);
}

}  // namespace
}  // namespace tls_se::test
