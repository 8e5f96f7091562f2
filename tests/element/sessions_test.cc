// Four sessions of one card: their handshakes one after the other, their open sessions command by
// command.
#include <gtest/gtest.h>

#include <random>

#include "shared_card.h"

namespace tls_se::test {
namespace {

TEST(FourSessions, OpenOneAfterTheOtherAndTalkInTurns) {
  WatchedCrypto crypto(SharedCard::kSessions);
  SharedCard shared(crypto);
  std::vector<std::unique_ptr<Journey>> open;
  for (const char* name : {"server_psk", "client_of_all_mutual", "server_of_all_mutual_retried",
                           "client_of_all_psk_asked_for_its_share"}) {
    const Road& road = road_named(name);
    const auto number = static_cast<uint8_t>(open.size());
    open.push_back(std::make_unique<Journey>(road, whole(road), shared.session(number)));
    for (const auto& journey : open) {
      EXPECT_TRUE(exchanges_content(journey->peer(), journey->card()));
      shared.expect_forgotten(journey->peer().secrets());
    }
  }

  std::mt19937 random(19);
  for (int round = 0; round < 20; ++round) {
    std::vector<Talk> talks;
    talks.reserve(open.size());
    for (const auto& journey : open) talks.emplace_back(*journey, random() % 3000, 50);
    for (size_t going = talks.size(); going > 0;) {
      if (!talks[random() % talks.size()].step()) {
        going = static_cast<size_t>(
            std::ranges::count_if(talks, [](Talk& talk) { return talk.step(); }));
      }
    }
  }
}

/// A session that can't begin before another's handshake is over.
class Rival {
 public:
  virtual ~Rival() = default;
  virtual void try_in_vain() = 0;
  virtual void succeed() = 0;

 protected:
  static void expect_objects(CardDriver& card, const std::string& next) {
    const Buffer objects[] = {{0, 0, 0}, from_hex(next), Buffer(4), Buffer(2),
                              Buffer(2), Buffer(36),     {},        {}};
    uint8_t tag = 0;
    for (const Buffer& object : objects) {
      const Answer got = card.transmit(Buffer{0, ins::kGetData, 1, ++tag, 0});
      EXPECT_EQ(got.status, sw::kOk);
      EXPECT_EQ(got.data, object) << int{tag};
    }
  }
  static void put_time(CardDriver& card) {
    EXPECT_EQ(card.transmit("00DA02010720261126080000").status, sw::kOk);
  }
};

class ServerRival final : public Rival {
 public:
  ServerRival(SharedCard& shared, bool sieves)
      : at_(shared.options(options_for(sieves), 3), ServerMeeting::Begun{}),
        hello_(at_.client().client_hello_record(at_.hello())) {}

  /// Whatever of its ClientHello comes first.
  void try_in_vain() override {
    expect_objects(at_.card(), "001601");
    const size_t size = std::min<size_t>(1 + tries_ % 255, hello_.size());
    Buffer command = {0, ins::kRecv, 0, p2::kFirst, static_cast<uint8_t>(size)};
    command.insert(command.end(), hello_.begin(), hello_.begin() + static_cast<ptrdiff_t>(size));
    for (const uint8_t flags : {p2::kFirst, static_cast<uint8_t>(p2::kFirst | p2::kLast)}) {
      command[3] = flags;
      EXPECT_EQ(at_.card().transmit(command).status, sw::kBusy);
    }
    command[3] = p2::kMore;  // nothing has begun, but that is looked at later
    EXPECT_EQ(at_.card().transmit(command).status, sw::kBusy);
    expect_objects(at_.card(), "001601");
    if (++tries_ % 3 != 0) return;
    put_time(at_.card());
    EXPECT_EQ(at_.card().transmit(command).status, sw::kConditionsNotSatisfied);
    expect_objects(at_.card(), "030000");
    EXPECT_EQ(at_.card().reset(), sw::kOk);
  }
  void succeed() override {
    const Answer answer = at_.card().exchange(hello_);
    ASSERT_EQ(answer.status, sw::kOk);
    at_.client().read_flight(answer.data);
    at_.expect_open(at_.play(at_.flight()));
  }

 private:
  static CardDriver::Options options_for(bool sieves) {
    CardDriver::Options options = options_of(Role::server, kPskOnly);
    if (sieves) options.program = &programs::kServer;
    return options;
  }
  ServerMeeting at_;
  const Buffer hello_;  // the node gives the same again
  size_t tries_ = 0;
};

class ClientRival final : public Rival {
 public:
  explicit ClientRival(SharedCard& shared)
      : at_(Mode::psk, shared.options(options_of(Role::client, kPskOnly), 3)) {
    EXPECT_FALSE(shared.is_free());
    put_time(at_.card());
    EXPECT_TRUE(shared.is_free());
  }
  void try_in_vain() override {
    EXPECT_EQ(at_.card().reset(), sw::kBusy);
    expect_objects(at_.card(), "030000");
    EXPECT_EQ(at_.card().recv(Buffer(20, 22)), sw::kConditionsNotSatisfied);
    put_time(at_.card());
  }
  void succeed() override {
    at_.meet();
    at_.expect_open(at_.play(at_.flight()));
  }

 private:
  ClientMeeting at_;
};

std::unique_ptr<Rival> rival_of(const std::string& kind, SharedCard& shared) {
  if (kind == "client") return std::make_unique<ClientRival>(shared);
  return std::make_unique<ServerRival>(shared, kind == "server_that_sieves");
}

class OneHandshake : public testing::TestWithParam<std::tuple<Road, const char*>> {};

TEST_P(OneHandshake, IsNotDisturbedByAnother) {
  const auto& [road, kind] = GetParam();
  WatchedCrypto crypto(SharedCard::kSessions);
  SharedCard shared(crypto);
  const auto rival = rival_of(kind, shared);
  size_t tries = 0;
  const auto try_between = [&] {
    if (shared.is_free()) return;
    rival->try_in_vain();
    ++tries;
  };
  Journey journey(road, whole(road), shared.session(0, try_between, 16));
  EXPECT_GT(tries, 10u);  // behind each fragment, in and out
  shared.expect_forgotten(journey.peer().secrets());
  rival->succeed();
  EXPECT_TRUE(exchanges_content(journey.peer(), journey.card()));
  shared.expect_forgotten(journey.peer().secrets());
}

TEST_P(OneHandshake, IsNotDisturbedByAnOpenSession) {
  const auto& [road, kind] = GetParam();
  WatchedCrypto crypto(SharedCard::kSessions);
  SharedCard shared(crypto);
  const Road& other =
      road_named(kind == std::string("client") ? "client_psk" : "server_of_all_psk");
  Journey open(other, whole(other), shared.session(2));
  std::optional<Talk> talk;
  const auto talk_between = [&] {
    if (!talk || !talk->step()) talk.emplace(open, 100, 30);
  };
  Journey journey(road, whole(road), shared.session(1, talk_between, 40));
  while (talk->step()) {
  }
  EXPECT_TRUE(exchanges_content(open.peer(), open.card()));
  EXPECT_TRUE(exchanges_content(journey.peer(), journey.card()));
}

INSTANTIATE_TEST_SUITE_P(Of, OneHandshake,
                         testing::Combine(testing::ValuesIn(kRoads),
                                          testing::Values("server", "server_that_sieves",
                                                          "client")),
                         [](const auto& test) {
                           return std::get<0>(test.param).name + std::string("_before_") +
                                  std::get<1>(test.param);
                         });

}  // namespace
}  // namespace tls_se::test
