// Check-ServerHello: one thing wrong in each, and the alert that RFC 8446 has for it.
#include <gtest/gtest.h>

#include "meeting.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;

struct ServerHelloCase : Named {
  void (*change)(ServerHelloSpec&);
  Alert expected = Alert::none;  // none: the session opens
};

Buffer& share_in(ServerHelloSpec& hello) { return hello.extension(key_share).data; }
void end_random_with(ServerHelloSpec& hello, std::string_view hex) {
  const Buffer tail = from_hex(hex);
  std::copy(tail.begin(), tail.end(), hello.random.end() - static_cast<ptrdiff_t>(tail.size()));
}

const ServerHelloCase kServerHelloCases[] = {
    {"as it should be", [](auto&) {}},
    // section 4.1.3
    {"legacy_version 0x0300", [](auto& h) { h.legacy_version = 0x0300; },
     refuse(Alert::protocol_version, Reason::legacy_version)},
    {"legacy_version 0x0302", [](auto& h) { h.legacy_version = 0x0302; },
     refuse(Alert::illegal_parameter, Reason::legacy_version)},
    {"legacy_version 0x0304", [](auto& h) { h.legacy_version = 0x0304; },
     refuse(Alert::illegal_parameter, Reason::legacy_version)},
    {"a session id that was not sent", [](auto& h) { h.session_id = {1}; },
     refuse(Alert::illegal_parameter, Reason::session_id)},
    {"a session id of 32 bytes", [](auto& h) { h.session_id = Buffer(32, 1); },
     refuse(Alert::illegal_parameter, Reason::session_id)},
    {"a cipher suite that was not offered", [](auto& h) { h.cipher_suite = 0x1301; },
     refuse(Alert::illegal_parameter, Reason::cipher_suite_not_offered)},
    {"no cipher suite", [](auto& h) { h.cipher_suite = 0; },
     refuse(Alert::illegal_parameter, Reason::cipher_suite_not_offered)},
    {"compression", [](auto& h) { h.compression = 1; },
     refuse(Alert::illegal_parameter, Reason::compression)},
    {"a sentinel beside TLS 1.3", [](auto& h) { end_random_with(h, "444f574e47524401"); }},
    {"TLS 1.2", [](auto& h) { h.remove(supported_versions); },
     refuse(Alert::protocol_version, Reason::version_not_offered)},
    {"TLS 1.2 without extensions", [](auto& h) { h.has_extensions = false; },
     refuse(Alert::protocol_version, Reason::version_not_offered)},
    {"TLS 1.2 with an extension of its own",
     [](auto& h) {
       h.extensions.clear();
       h.add(ExtensionType{0xff01}, {0});
     },
     refuse(Alert::protocol_version, Reason::version_not_offered)},
    {"TLS 1.2 by a server that knows 1.3",
     [](auto& h) {
       h.remove(supported_versions);
       end_random_with(h, "444f574e47524401");
     },
     refuse(Alert::illegal_parameter, Reason::downgrade)},
    {"TLS 1.1 by a server that knows 1.3",
     [](auto& h) {
       h.has_extensions = false;
       end_random_with(h, "444f574e47524400");
     },
     refuse(Alert::illegal_parameter, Reason::downgrade)},
    {"almost a sentinel",
     [](auto& h) {
       h.has_extensions = false;
       end_random_with(h, "444f574e47524402");
     },
     refuse(Alert::protocol_version, Reason::version_not_offered)},
    // section 4.2
    {"an unknown extension", [](auto& h) { h.add(ExtensionType{0x1a1a}, {}); },
     kExtensionUnsolicited},
    {"server_name belongs elsewhere", [](auto& h) { h.add(server_name, {}); },
     kExtensionOutOfPlace},
    {"cookie belongs elsewhere",
     [](auto& h) {
       h.add(cookie, {0, 1, 1});
     },
     kExtensionOutOfPlace},
    {"supported_groups belongs elsewhere",
     [](auto& h) {
       h.add(supported_groups, {0, 2, 0, 23});
     },
     kExtensionOutOfPlace},
    {"supported_versions twice",
     [](auto& h) {
       h.add(supported_versions, {3, 4});
     },
     kExtensionTwice},
    {"key_share twice", [](auto& h) { h.add(key_share, share_in(h)); }, kExtensionTwice},
    {"the extensions in another order",
     [](auto& h) { std::reverse(h.extensions.begin(), h.extensions.end()); }},
    // section 4.2.1
    {"selected_version TLS 1.2",
     [](auto& h) {
       h.set(supported_versions, {3, 3});
     },
     refuse(Alert::illegal_parameter, Reason::version_not_offered)},
    {"selected_version of the future",
     [](auto& h) {
       h.set(supported_versions, {3, 5});
     },
     refuse(Alert::illegal_parameter, Reason::version_not_offered)},
    {"a draft's selected_version",
     [](auto& h) {
       h.set(supported_versions, {0x7f, 28});
     },
     refuse(Alert::illegal_parameter, Reason::version_not_offered)},
    {"half a selected_version", [](auto& h) { h.set(supported_versions, {3}); }, kMalformed},
    {"an empty selected_version", [](auto& h) { h.set(supported_versions, {}); }, kMalformed},
    {"a list of versions",
     [](auto& h) {
       h.set(supported_versions, {2, 3, 4});
     },
     kMalformed},
    // section 4.2.8
    {"no key_share", [](auto& h) { h.remove(key_share); },
     refuse(Alert::illegal_parameter, Reason::share_missing)},
    {"a share of another group", [](auto& h) { share_in(h)[1] = 0x1d; },
     refuse(Alert::illegal_parameter, Reason::share_not_offered)},
    {"a point that is not on the curve", [](auto& h) { share_in(h).back() ^= 1; },
     refuse(Alert::illegal_parameter, Reason::share_invalid)},
    {"a point in compressed form",
     [](auto& h) {
       Buffer& share = share_in(h);
       share.resize(4 + 33);
       share[3] = 33;
       share[4] = 2;
     },
     refuse(Alert::illegal_parameter, Reason::share_of_wrong_size)},
    {"the point at infinity",
     [](auto& h) {
       share_in(h) = {0, 0x17, 0, 1, 0};
     },
     refuse(Alert::illegal_parameter, Reason::share_of_wrong_size)},
    {"a point of zeros", [](auto& h) { std::fill_n(share_in(h).end() - 64, 64, 0); },
     refuse(Alert::illegal_parameter, Reason::share_invalid)},
    {"a share that is cut", [](auto& h) { share_in(h).pop_back(); }, kMalformed},
    {"a share with a tail", [](auto& h) { share_in(h).push_back(0); }, kMalformed},
    {"a share like a HelloRetryRequest's",
     [](auto& h) {
       share_in(h) = {0, 0x17};
     },
     kMalformed},
    {"an empty key_share", [](auto& h) { share_in(h).clear(); }, kMalformed},
    // section 4.2.11
    {"an identity out of range",
     [](auto& h) {
       h.set(pre_shared_key, {0, 1});
     },
     refuse(Alert::illegal_parameter, Reason::psk_out_of_range)},
    {"an identity far out of range",
     [](auto& h) {
       h.set(pre_shared_key, {0xff, 0xff});
     },
     refuse(Alert::illegal_parameter, Reason::psk_out_of_range)},
    {"half an identity", [](auto& h) { h.set(pre_shared_key, {0}); }, kMalformed},
    {"an identity with a tail",
     [](auto& h) {
       h.set(pre_shared_key, {0, 0, 0});
     },
     kMalformed},
    {"without the PSK", [](auto& h) { h.remove(pre_shared_key); },
     refuse(Alert::handshake_failure, Reason::psk_not_selected)},
};

class ServerHello : public testing::TestWithParam<ServerHelloCase> {};

TEST_P(ServerHello, IsJudged) {
  ClientMeeting at(Mode::psk);
  FlightSpec flight = at.server().flight();
  GetParam().change(flight.hello);
  at.expect_outcome(at.play(flight), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, ServerHello, testing::ValuesIn(kServerHelloCases),
                         case_name<ServerHelloCase>);

/// A prefix of a good one is a decode_error; where its extensions begin, it is one of TLS 1.2.
TEST(ServerHelloBytes, CutAnywhereAreRefused) {
  ClientMeeting at(Mode::psk);
  constexpr size_t kWithoutExtensions = 2 + kRandomSize + 1 + 2 + 1;
  for (size_t size = 0;; ++size) {
    SCOPED_TRACE(size);
    bool whole = false;
    at.meet();
    at.server().edit = [&](HandshakeType, Buffer& body) {
      whole = body.size() <= size;
      if (!whole) body.resize(size);
    };
    const Buffer hello = at.server().server_hello(at.server().flight().hello);
    if (whole) break;
    const Answer answer = at.card().exchange(plain_record(ContentType::handshake, hello));
    at.server().edit = nullptr;
    EXPECT_EQ(at.server().refusal_in(answer.data, at.card()),
              size == kWithoutExtensions
                  ? refuse(Alert::protocol_version, Reason::version_not_offered)
                  : kMalformed);
  }
}

TEST(ServerHelloBytes, WithATailAreRefused) {
  ClientMeeting at(Mode::psk);
  at.server().edit = [](HandshakeType, Buffer& body) { body.push_back(0); };
  at.expect_refused(at.play(at.server().flight()), kMalformed);
}

TEST(ServerHelloRecord, HoldsNothingBehindIt) {
  ClientMeeting at(Mode::psk);
  Buffer hello = at.server().server_hello(at.server().flight().hello);
  append(hello, at.server().encrypted_extensions({}));
  at.expect_refused(at.card().exchange(plain_record(ContentType::handshake, hello)),
                    kMessageAcrossKeys);
}

TEST(ServerHelloRecord, MayBeOneOfMany) {
  ClientMeeting at(Mode::psk);
  const FlightSpec flight = at.server().flight();
  for (const uint8_t byte : at.server().server_hello(flight.hello)) {
    ASSERT_EQ(at.card().recv(plain_record(ContentType::handshake, Buffer{byte})), sw::kOk);
  }
  const auto records = pack(at.server(), at.server().messages(flight));
  at.server().finish();
  EXPECT_EQ(at.card().recv(records[0]), sw::kOk);
  at.expect_open(at.card().exchange(records[1]));
}

TEST(ServerHelloPsk, WasNotOffered) {
  ClientMeeting at(Mode::certificate);
  FlightSpec flight = at.server().flight();
  flight.hello.add(pre_shared_key, {0, 0});
  at.expect_refused(at.play(flight), kExtensionUnsolicited);
}

TEST(ServerHelloPsk, IsTheOneThatTheServerSelects) {
  CardDriver::Options options = options_of(Role::client, kPskOnly);
  options.psks = {{text("one"), Buffer(16, 1)}, {text("two"), Buffer(33, 2)}};
  ClientMeeting at(Mode::psk, options);
  for (const uint8_t selected : {uint8_t{0}, uint8_t{1}}) {
    at.meet();
    FlightSpec flight = at.server().flight();
    flight.hello.set(pre_shared_key, {0, selected});
    flight.hello.psk = options.psks[selected].key;
    at.expect_open(at.play(flight));
  }
  at.meet();
  FlightSpec flight = at.server().flight();
  flight.hello.set(pre_shared_key, {0, 2});
  at.expect_refused(at.play(flight), refuse(Alert::illegal_parameter, Reason::psk_out_of_range));
}

TEST(ServerHelloPsk, IsNotAnother) {
  ClientMeeting at(Mode::psk);
  FlightSpec flight = at.server().flight();
  flight.hello.psk[0] ^= 1;
  const Answer answer = at.play(flight);
  EXPECT_EQ(answer.status, sw::kClose);
  at.card().expect_end_reason(kNotAuthentic);
}

TEST(ServerHelloPsk, IsLeftOutByAServerThatShowsItsCertificate) {
  for (const Mode mode : {Mode::certificate, Mode::mutual}) {
    ClientMeeting at(mode, options_of(Role::client, kAllModes));
    at.expect_open(at.play(at.server().flight()));
    EXPECT_EQ(at.session_parameters(), mode == Mode::mutual ? "03011304" : "02011304");
  }
}

TEST(ServerHelloPsk, IsPreferredToNothingElse) {
  ClientMeeting at(Mode::psk, options_of(Role::client, kAllModes));
  at.expect_open(at.play(at.server().flight()));
  EXPECT_EQ(at.session_parameters(), "01001304");
}

}  // namespace
}  // namespace tls_se::test
