// A client card that sends its share when it is asked: an empty key_share, and the
// HelloRetryRequest that it calls for. RFC 8446 sections 4.1.4 and 4.2.8.
#include <gtest/gtest.h>

#include <algorithm>

#include "failing_crypto.h"
#include "meeting.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

using enum ExtensionType;

CardDriver::Options on_request(const Modes& modes) {
  CardDriver::Options options = options_of(Role::client, modes);
  options.key_share_on_request = true;
  return options;
}

struct RequestedShareCase : Named {
  void (*change)(ServerHelloSpec&);
  Alert expected = Alert::none;  // none: the card sends its share, and the session opens
};

const RequestedShareCase kRequestedShareCases[] = {
    {"for the share", [](auto&) {}},
    {"for the share and with a cookie", [](auto& h) { h.add(cookie, vector16(text("a cookie"))); }},
    {"with a cookie alone",
     [](auto& h) {
       h.remove(key_share);
       h.add(cookie, vector16(text("a cookie")));
     },
     refuse(Alert::missing_extension, Reason::share_missing)},
    {"for nothing", [](auto& h) { h.remove(key_share); },
     refuse(Alert::illegal_parameter, Reason::retry_changes_nothing)},
    {"for a group that was not offered",
     [](auto& h) {
       h.set(key_share, {0, 0x1d});
     },
     refuse(Alert::illegal_parameter, Reason::group_not_supported)},
    {"for half a group", [](auto& h) { h.set(key_share, {0}); }, kMalformed},
    {"for a group and a tail",
     [](auto& h) {
       h.set(key_share, {0, 0x17, 0});
     },
     kMalformed},
    {"for no group", [](auto& h) { h.set(key_share, {}); }, kMalformed},
    {"with an empty cookie",
     [](auto& h) {
       h.add(cookie, {0, 0});
     },
     kMalformed},
};

class KeyShareRequest : public testing::TestWithParam<RequestedShareCase> {};

TEST_P(KeyShareRequest, IsJudged) {
  for (const Mode mode : {Mode::psk, Mode::certificate, Mode::mutual}) {
    ClientMeeting at(mode, on_request(kAllModes));
    ServerHelloSpec spec = at.server().retry();
    GetParam().change(spec);
    at.expect_retry(spec, GetParam().expected);
  }
}

INSTANTIATE_TEST_SUITE_P(All, KeyShareRequest, testing::ValuesIn(kRequestedShareCases),
                         case_name<RequestedShareCase>);

TEST(RequestedShare, IsAllThatIsNew) {
  ClientMeeting at(Mode::mutual, on_request(kAllModes));
  at.retry(at.server().retry());
  ReadHello first = at.server().hellos()[0];
  ReadHello second = at.server().hellos()[1];
  EXPECT_EQ(first.extension(key_share).data, (Buffer{0, 0}));
  EXPECT_EQ(second.extension(key_share).data.size(), 2u + 4u + kP256PointSize);
  EXPECT_FALSE(second.has(cookie));
  first.set(key_share, second.extension(key_share).data);
  expect_retried(first, second);
}

TEST(RequestedShare, ComesWithTheCookieThatWasSent) {
  ClientMeeting at(Mode::mutual, on_request(kAllModes));
  ServerHelloSpec spec = at.server().retry();
  spec.add(cookie, vector16(text("a cookie")));
  at.retry(spec);
  ReadHello second = at.server().hellos()[1];
  ASSERT_TRUE(second.has(cookie));
  EXPECT_EQ(second.extension(cookie).data, vector16(text("a cookie")));
  EXPECT_EQ(second.extension(key_share).data.size(), 2u + 4u + kP256PointSize);
}

TEST(RequestedShare, WithoutEntropyIsAnInternalError) {
  for (const Mode mode : {Mode::psk, Mode::certificate}) {
    FailingCrypto crypto;
    CardDriver::Options options = on_request(kAllModes);
    options.crypto = &crypto;
    ClientMeeting at(mode, options);
    crypto.generates = false;
    const Answer answer = at.retry(at.server().retry());
    crypto.generates = true;
    at.expect_refused(answer, kPlatformFailed);
  }
}

/// It needs no more of the record buffer than a share that is sent at once: of a HelloRetryRequest
/// without a cookie nothing is kept.
TEST(RequestedShare, FitsWhereOneAtOnceFits) {
  const auto hellos_fit = [](bool later, size_t size) {
    CardDriver::Options options = options_of(Role::client, kPskOnly);
    options.key_share_on_request = later;
    options.record_buffer_size = size;
    CardDriver card(options);
    const StatusWord more = card.reset();
    if (!sw::is_more(more)) return false;
    TestServer server({.mode = Mode::psk, .psks = options.psks, .suite = options.cipher_suites[0]});
    server.read_flight(card.send(more).data);
    if (!later) return true;
    const Buffer retry = server.hello_retry_request(server.retry());
    return card.exchange(plain_record(ContentType::handshake, retry)).status == sw::kOk;
  };
  for (size_t size = 160; size < 320; ++size) {
    EXPECT_EQ(hellos_fit(true, size), hellos_fit(false, size)) << size;
  }
  EXPECT_FALSE(hellos_fit(true, 160));
  EXPECT_TRUE(hellos_fit(true, 320));
}

TEST(RequestedShare, IsAnotherEachTime) {
  ClientMeeting at(Mode::psk, on_request(kPskOnly));
  at.retry(at.server().retry());
  ReadHello one = at.server().hellos()[1];
  at.meet();
  ReadHello empty = at.server().hellos()[0];
  EXPECT_EQ(empty.extension(key_share).data, (Buffer{0, 0}));
  at.retry(at.server().retry());
  ReadHello other = at.server().hellos()[1];
  EXPECT_NE(one.extension(key_share).data, other.extension(key_share).data);
}

/// A platform whose curve takes any private key, even one that was never made.
class TrustingCrypto final : public WatchedCrypto {
 public:
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override {
    const auto key = private_key_in(slot);
    if (std::ranges::all_of(key, [](uint8_t byte) { return byte == 0; })) key.back() = 1;
    return WatchedCrypto::p256_agree(slot, peer, secret);
  }
};

TEST(ServerHelloBeforeTheShare, IsRefused) {
  for (const Mode mode : {Mode::psk, Mode::certificate}) {
    TrustingCrypto crypto;
    CardDriver::Options options = on_request(kAllModes);
    options.crypto = &crypto;
    ClientMeeting at(mode, options);
    at.expect_refused(at.play(at.flight()),
                      refuse(Alert::illegal_parameter, Reason::share_not_offered));
  }
}

}  // namespace
}  // namespace tls_se::test
