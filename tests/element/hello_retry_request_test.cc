// Check-HelloRetryRequest, and the ClientHello that answers it: RFC 8446 sections 4.1.2 and 4.1.4.
#include <gtest/gtest.h>

#include "meeting.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;

struct RetryCase : Named {
  void (*change)(ServerHelloSpec&);
  Alert expected = Alert::none;  // none: the card says hello again, and the session opens
};

const RetryCase kRetryCases[] = {
    {"with a cookie", [](auto&) {}},
    {"with a cookie of one byte",
     [](auto& h) {
       h.set(cookie, {0, 1, 7});
     }},
    {"with a long cookie", [](auto& h) { h.set(cookie, vector16(Buffer(15000, 7))); }},
    {"with a cookie that no ClientHello has room for",
     [](auto& h) { h.set(cookie, vector16(Buffer(16300, 7))); },
     refuse(Alert::internal_error, Reason::does_not_fit)},
    {"without any change", [](auto& h) { h.remove(cookie); },
     refuse(Alert::illegal_parameter, Reason::retry_changes_nothing)},
    {"for the share that was sent",
     [](auto& h) {
       h.remove(cookie);
       h.add(key_share, {0, 0x17});
     },
     refuse(Alert::illegal_parameter, Reason::retry_changes_nothing)},
    {"for the share that was sent and with a cookie",
     [](auto& h) {
       h.add(key_share, {0, 0x17});
     },
     refuse(Alert::illegal_parameter, Reason::retry_changes_nothing)},
    {"for a group that was not offered",
     [](auto& h) {
       h.add(key_share, {0, 0x1d});
     },
     refuse(Alert::illegal_parameter, Reason::group_not_supported)},
    {"with an empty cookie",
     [](auto& h) {
       h.set(cookie, {0, 0});
     },
     kMalformed},
    {"with a cookie of nothing", [](auto& h) { h.set(cookie, {}); }, kMalformed},
    {"with a cookie that is cut",
     [](auto& h) {
       h.set(cookie, {0, 2, 1});
     },
     kMalformed},
    {"with a cookie and a tail",
     [](auto& h) {
       h.set(cookie, {0, 1, 1, 0});
     },
     kMalformed},
    {"with two cookies",
     [](auto& h) {
       h.add(cookie, {0, 1, 1});
     },
     kExtensionTwice},
    {"with an unknown extension", [](auto& h) { h.add(ExtensionType{0x1a1a}, {}); },
     kExtensionUnsolicited},
    {"with pre_shared_key",
     [](auto& h) {
       h.add(pre_shared_key, {0, 0});
     },
     kExtensionOutOfPlace},
    {"with server_name", [](auto& h) { h.add(server_name, {}); }, kExtensionOutOfPlace},
    {"for a cipher suite that was not offered", [](auto& h) { h.cipher_suite = 0x1301; },
     refuse(Alert::illegal_parameter, Reason::cipher_suite_not_offered)},
    {"with compression", [](auto& h) { h.compression = 1; },
     refuse(Alert::illegal_parameter, Reason::compression)},
    {"with a session id", [](auto& h) { h.session_id = {1}; },
     refuse(Alert::illegal_parameter, Reason::session_id)},
    {"with legacy_version 0x0300", [](auto& h) { h.legacy_version = 0x0300; },
     refuse(Alert::protocol_version, Reason::legacy_version)},
    {"with legacy_version 0x0304", [](auto& h) { h.legacy_version = 0x0304; },
     refuse(Alert::illegal_parameter, Reason::legacy_version)},
    {"without supported_versions", [](auto& h) { h.remove(supported_versions); },
     refuse(Alert::protocol_version, Reason::version_not_offered)},
    {"for TLS 1.2",
     [](auto& h) {
       h.set(supported_versions, {3, 3});
     },
     refuse(Alert::illegal_parameter, Reason::version_not_offered)},
};

class HelloRetryRequest : public testing::TestWithParam<RetryCase> {};

TEST_P(HelloRetryRequest, IsJudged) {
  for (const Mode mode : {Mode::psk, Mode::certificate, Mode::mutual}) {
    ClientMeeting at(mode);
    ServerHelloSpec spec = at.server().retry();
    GetParam().change(spec);
    at.expect_retry(spec, GetParam().expected);
  }
}

INSTANTIATE_TEST_SUITE_P(All, HelloRetryRequest, testing::ValuesIn(kRetryCases),
                         case_name<RetryCase>);

TEST(SecondClientHello, IsTheFirstButForCookieAndBinders) {
  ClientMeeting at(Mode::mutual, options_of(Role::client, kAllModes));
  at.retry(at.server().retry());
  ReadHello second = at.server().hellos()[1];
  ASSERT_TRUE(second.has(cookie));
  EXPECT_EQ(second.extension(cookie).data, vector16(text("a cookie")));
  second.remove(cookie);
  expect_retried(at.server().hellos()[0], second);
}

TEST(SecondHelloRetryRequest, IsRefused) {
  ClientMeeting at(Mode::psk);
  const ServerHelloSpec retry = at.server().retry();
  at.retry(retry);
  at.expect_refused(at.retry(retry), refuse(Alert::unexpected_message, Reason::second_retry));
}

TEST(ServerHelloBehindARetry, KeepsTheCipherSuite) {
  CardDriver::Options options = options_of(Role::client, kPskOnly);
  options.cipher_suites = {&kAes128CcmSha256, &kAes128GcmSha256};
  ClientMeeting at(Mode::psk, options);
  at.retry(at.server().retry());
  FlightSpec flight = at.flight();
  flight.hello.cipher_suite = 0x1301;  // it was offered, and something else was agreed
  at.expect_refused(at.play(flight),
                    refuse(Alert::illegal_parameter, Reason::cipher_suite_changed));
}

TEST(HelloRetryRequestRecord, HoldsNothingBehindIt) {
  ClientMeeting at(Mode::psk);
  Buffer message = at.server().hello_retry_request(at.server().retry());
  message.push_back(2);
  at.expect_refused(at.card().exchange(plain_record(ContentType::handshake, message)),
                    kMessageAcrossKeys);
}

TEST(HelloRetryRequestRecord, MayBeOneOfMany) {
  ClientMeeting at(Mode::certificate);
  Answer answer;
  for (const uint8_t byte : at.server().hello_retry_request(at.server().retry())) {
    ASSERT_TRUE(answer.data.empty());
    answer = at.card().exchange(plain_record(ContentType::handshake, Buffer{byte}));
  }
  at.server().read_flight(answer.data);
  at.expect_open(at.play(at.flight()));
}

TEST(HelloRetryRequestRecord, MayHaveAChangeCipherSpecBehindIt) {
  ClientMeeting at(Mode::psk);
  at.retry(at.server().retry());
  EXPECT_EQ(at.card().recv(plain_record(ContentType::change_cipher_spec, Buffer{1})), sw::kOk);
  at.expect_open(at.play(at.flight()));
}

}  // namespace
}  // namespace tls_se::test
