// Wherever a handshake fails, in cards of each role and mode, nothing secret of it stays in the
// element's memory, and the next RESET works.
#include <gtest/gtest.h>

#include "failing_crypto.h"
#include "journey.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

/// Notes what an element must not keep.
class NotingCrypto final : public WatchedCrypto {
 public:
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override {
    const CryptoStatus status = WatchedCrypto::p256_generate(slot, public_point);
    private_keys.push_back(slot_contents(slot));
    return status;
  }
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override {
    const CryptoStatus status = WatchedCrypto::p256_agree(slot, peer, secret);
    shared_secrets.emplace_back(secret.begin(), secret.end());
    return status;
  }
  /// The platform's own: of the session's key pair.
  [[nodiscard]] Buffer slot_contents(KeyPairSlot slot) {
    const auto key = private_key_in(slot);
    return {key.begin(), key.end()};
  }
  [[nodiscard]] bool slot_is_empty() {
    return slot_contents(KeyPairSlot{0}) == Buffer(kP256ScalarSize);
  }
  std::vector<Buffer> private_keys;
  std::vector<Buffer> shared_secrets;
};

void expect_none_of(CardDriver& card, const std::vector<Buffer>& secrets) {
  for (const Buffer& secret : secrets) EXPECT_FALSE(card.memory_holds(secret)) << to_hex(secret);
}

class Forgetting : public testing::TestWithParam<Road> {
 protected:
  /// Each place of the road, and a card there.
  template <typename Judge>
  void at_each_place(Judge judge) {
    const size_t all = messages_on(GetParam()).size();
    for (size_t step = 0; step <= all; ++step) {
      SCOPED_TRACE(testing::Message() << "behind " << step << " messages");
      NotingCrypto crypto;
      Journey there(GetParam(), step, &crypto);
      judge(there, crypto);
    }
  }

  static void expect_forgotten(Journey& there, NotingCrypto& crypto) {
    EXPECT_TRUE(crypto.slot_is_empty());
    expect_none_of(there.card(), there.peer().secrets());
    expect_none_of(there.card(), crypto.private_keys);
    expect_none_of(there.card(), crypto.shared_secrets);
    expect_none_of(there.card(), {draft_psk(), credentials().client.private_key,
                                  credentials().server.private_key});
    Meeting& at = there.at();
    at.meet();
    at.ask();
    at.expect_open(at.play(at.flight()));
  }
};

TEST_P(Forgetting, ComesWithAnAlertOfThePeers) {
  at_each_place([](Journey& there, NotingCrypto& crypto) {
    there.deliver(there.record(ContentType::alert, {2, 80}, there.has_keys()));
    expect_forgotten(there, crypto);
  });
}

TEST_P(Forgetting, ComesWithAMessageOutOfPlace) {
  at_each_place([](Journey& there, NotingCrypto& crypto) {
    const Answer got =
        there.deliver(there.record(ContentType::handshake, {3, 0, 0, 0}, there.has_keys()));
    EXPECT_EQ(got.status, sw::kClose);
    expect_forgotten(there, crypto);
  });
}

TEST_P(Forgetting, ComesWithARecordThatIsNotAuthentic) {
  at_each_place([](Journey& there, NotingCrypto& crypto) {
    if (!there.has_keys()) return;
    Buffer record = there.record(ContentType::handshake, {20, 0, 0, 32}, true);
    record.back() ^= 1;
    EXPECT_EQ(there.deliver(record).status, sw::kClose);
    expect_forgotten(there, crypto);
  });
}

TEST_P(Forgetting, ComesWithResetAndWithPutData) {
  for (const bool reset : {true, false}) {
    at_each_place([&](Journey& there, NotingCrypto& crypto) {
      const std::vector<Buffer> before = crypto.private_keys;
      if (reset) {
        there.card().reset();
      } else {
        EXPECT_EQ(there.card().transmit("00DA0201").status, sw::kOk);
      }
      expect_none_of(there.card(), there.peer().secrets());
      expect_none_of(there.card(), before);
    });
  }
}

TEST_P(Forgetting, OfTheEphemeralKeyComesWithTheSharedSecret) {
  at_each_place([](Journey& there, NotingCrypto& crypto) {
    const bool asked = !GetParam().on_request ||
                       static_cast<ClientMeeting&>(there.at()).server().hellos().size() == 2;
    const bool needed = asked && !there.has_keys() && GetParam().role == Role::client;
    ASSERT_EQ(crypto.private_keys.empty(), !needed && !there.has_keys());
    EXPECT_EQ(crypto.slot_is_empty(), !needed);
    expect_none_of(there.card(), crypto.private_keys);  // it is the platform's, all the time
    expect_none_of(there.card(), crypto.shared_secrets);
  });
}

/// Of an open session, the two traffic secrets are all there is; the last of secrets().
TEST_P(Forgetting, OfTheHandshakeComesWithItsEnd) {
  Journey there(GetParam(), messages_on(GetParam()).size());
  std::vector<Buffer> secrets = there.peer().secrets();
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(there.card().memory_holds(secrets.back()));
    secrets.pop_back();
  }
  expect_none_of(there.card(), secrets);
}

std::string road_name(const testing::TestParamInfo<Road>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Of, Forgetting, testing::ValuesIn(kRoads), road_name);

TEST(ForgettingOfAClient, ThatCannotSign) {
  CardDriver::Options options = options_of(Role::client, kMutualOnly);
  NeverSigns signatures;
  options.signatures = &signatures;
  ClientMeeting at(Mode::mutual, options);
  EXPECT_EQ(at.play(at.flight()).status, sw::kClose);
  at.card().expect_end_reason(kPlatformFailed);
  expect_none_of(at.card(), at.server().secrets());
}

TEST(ForgettingOfAServer, ThatCannotSign) {
  CardDriver::Options options = options_of(Role::server, kCertificateOnly);
  NeverSigns signatures;
  options.signatures = &signatures;
  ServerMeeting at(options, ServerMeeting::Begun{});
  const Answer answer = at.card().exchange(at.client().client_hello_record(at.hello()));
  EXPECT_EQ(answer.status, sw::kClose);
  at.card().expect_end_reason(kPlatformFailed);
  const std::vector<Buffer> records = records_of(answer.data);
  for (const Buffer& record : records) {
    if (&record != &records.back()) at.client().read_flight(record);
  }
  EXPECT_EQ(at.client().alert_in(records.back()), Alert::internal_error);
  expect_none_of(at.card(), at.client().secrets());
}

}  // namespace
}  // namespace tls_se::test
