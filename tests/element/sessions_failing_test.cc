// A platform that several sessions share, and that fails: the session that it fails is told, at
// once, and no other.
#include <gtest/gtest.h>

#include "card_to_card.h"
#include "failing_crypto.h"
#include "shared_card.h"

namespace tls_se::test {
namespace {

/// Runs `work` on a platform that works, and does not count.
void apart(CountingCrypto& crypto, const std::function<void()>& work) {
  const size_t calls = crypto.calls;
  const size_t fails_at = std::exchange(crypto.fails_at, SIZE_MAX);
  work();
  crypto.fails_at = fails_at;
  crypto.calls = calls;
}

struct Shaking {
  const char* name;
  Role role;  // of the session that the platform fails
  Modes modes;
  bool has_aead;
};
class FailingHandshake : public testing::TestWithParam<Shaking> {};

TEST_P(FailingHandshake, IsNobodyElses) {
  const Shaking& at = GetParam();
  CountingCrypto crypto(SharedCard::kSessions);
  crypto.has_aead = at.has_aead;
  SharedCard shared(crypto);
  const Road& road = road_named("server_psk");
  Journey open(road, whole(road), shared.session(0));
  std::optional<Talk> talk;
  const auto talk_between = [&] {
    apart(crypto, [&] {
      if (!talk || !talk->step()) talk.emplace(open, 40, 30);
    });
  };
  CardDriver::Options options[] = {options_of(Role::client, at.modes),
                                   options_of(Role::server, at.modes)};
  CardDriver::Options& failing_options = options[at.role == Role::client ? 0 : 1];
  shared.session(1, talk_between, 100)(failing_options);
  if (at.role == Role::server) failing_options.program = &programs::kServer;  // sieves
  failing_options.allowed_peers.clear();
  CardDriver client(options[0]);
  CardDriver server(options[1]);
  CardDriver& failing = at.role == Role::client ? client : server;

  crypto.calls = 0;
  ASSERT_TRUE(shake_hands(client, server).is_open());
  const size_t calls = crypto.calls;
  ASSERT_GT(calls, 50u);
  for (size_t call = 0; call < calls; ++call) {
    SCOPED_TRACE(testing::Message() << "at call " << call);
    crypto.calls = 0;
    crypto.fails_at = call;
    try {
      static_cast<void>(shake_hands(client, server));
    } catch (const std::runtime_error&) {  // it failed before it had given all of a record
    }
    crypto.fails_at = SIZE_MAX;
    if (call >= calls - 4 && crypto.calls <= call) break;  // a shorter signature than the first
    EXPECT_FALSE(failing.is_open()) << crypto.failed_in;
    failing.expect_end_reason(kPlatformFailed);
    EXPECT_FALSE(crypto.take_failure()) << crypto.failed_in;
    shared.expect_forgotten({});
  }
  while (talk->step()) {
  }
  EXPECT_TRUE(exchanges_content(open.peer(), open.card()));
  EXPECT_TRUE(shake_hands(client, server).is_open());
}

INSTANTIATE_TEST_SUITE_P(Of, FailingHandshake,
                         testing::Values(Shaking{"psk_server", Role::server, kPskOnly, true},
                                         Shaking{"psk_client", Role::client, kPskOnly, false},
                                         Shaking{"mutual_server", Role::server, kMutualOnly, false},
                                         Shaking{"mutual_client", Role::client, kMutualOnly, true}),
                         [](const auto& test) { return std::string(test.param.name); });

/// The other way round: what an open session computes fails, between any two commands of a
/// handshake.
TEST(FailingTalk, IsNoFaultOfAHandshake) {
  const Road& psk = road_named("server_psk");
  for (const char* name : {"server_of_all_psk", "client_of_all_mutual"}) {
    const Road& road = road_named(name);
    size_t commands = SIZE_MAX;
    for (size_t at = 0; at < commands; ++at) {
      SCOPED_TRACE(testing::Message() << name << " before command " << at);
      CountingCrypto crypto(SharedCard::kSessions);
      crypto.has_aead = at % 2 == 0;
      SharedCard shared(crypto);
      Journey open(psk, whole(psk), shared.session(0));
      size_t command = 0;
      Journey journey(road, whole(road),
                      shared.session(
                          1,
                          [&] {
                            if (command++ != at) return;
                            crypto.fails_at = crypto.calls;
                            EXPECT_FALSE(exchanges_content(open.peer(), open.card()));
                            crypto.fails_at = SIZE_MAX;
                            EXPECT_FALSE(crypto.take_failure());
                            open.card().expect_end_reason(kPlatformFailed);
                          },
                          100));
      commands = command;
      if (command <= at) break;  // a shorter signature than before
      EXPECT_FALSE(open.card().is_open());
      EXPECT_TRUE(exchanges_content(journey.peer(), journey.card()));
    }
    EXPECT_GT(commands, 5u);
  }
}

}  // namespace
}  // namespace tls_se::test
