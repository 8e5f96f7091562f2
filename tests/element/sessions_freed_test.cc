// However a handshake ends, and wherever, the memory that a card's sessions share is free for the
// next one, and has nothing of it.
#include <gtest/gtest.h>

#include "shared_card.h"

namespace tls_se::test {
namespace {

/// Tells whether the slot of key pairs that the sessions share is empty.
class SlotCrypto final : public WatchedCrypto {
 public:
  SlotCrypto() : WatchedCrypto(SharedCard::kSessions) {}
  [[nodiscard]] bool slot_is_empty() {
    return std::ranges::all_of(private_key_in(KeyPairSlot{0}), [](uint8_t b) { return b == 0; });
  }
};

struct Ending {
  const char* name;
  void (*end)(std::unique_ptr<Journey>& journey);
};
constexpr Ending kEndings[] = {
    {"reset", [](auto& journey) { (void)journey->card().reset(); }},
    {"put_data", [](auto& journey) { (void)journey->card().transmit("00DA0201"); }},
    {"alert",
     [](auto& journey) {
       journey->deliver(journey->record(ContentType::alert, {2, 80}, journey->has_keys()));
     }},
    {"message_out_of_place",
     [](auto& journey) {
       journey->deliver(journey->record(ContentType::handshake, {3, 0, 0, 0}, journey->has_keys()));
     }},
    {"record_too_long",
     [](auto& journey) { journey->card().exchange(Buffer(40000, 23), journey->p1()); }},
    {"half_a_record",
     [](auto& journey) {
       Buffer command = {0, ins::kRecv, journey->p1(), p2::kFirst, 9, 22, 3, 3, 0, 90, 1, 0, 0, 86};
       EXPECT_EQ(journey->card().transmit(command).status, sw::kOk);
       journey.reset();
     }},
    {"destroyed", [](auto& journey) { journey.reset(); }},
};

class FreedMemory : public testing::TestWithParam<std::tuple<Road, Ending>> {};

TEST_P(FreedMemory, IsForTheNext) {
  const auto& [road, ending] = GetParam();
  const Road& next = road_named(road.role == Role::client ? "server_of_all_psk" : "client_psk");
  for (size_t step = 0; step <= whole(road); ++step) {
    SCOPED_TRACE(testing::Message() << "behind " << step << " messages");
    SlotCrypto crypto;
    SharedCard shared(crypto);
    auto journey = std::make_unique<Journey>(road, step, shared.session(0));
    const std::vector<Buffer> secrets = journey->peer().secrets();
    const bool is_fresh = step == 0 && road.role == Role::server;
    EXPECT_EQ(shared.is_free(), is_fresh || step == whole(road));
    ending.end(journey);
    for (const Buffer& secret : secrets) EXPECT_FALSE(shared.holds(secret));
    // A client that is reset has begun another.
    if (!shared.is_free() && journey && road.role == Role::client) {
      EXPECT_STREQ(ending.name, "reset");
      journey->card().transmit("00DA0201");
    }
    shared.expect_forgotten(secrets);
    EXPECT_TRUE(crypto.slot_is_empty());
    Journey after(next, whole(next), shared.session(1));
    EXPECT_TRUE(exchanges_content(after.peer(), after.card()));
    if (!journey) return;
    Meeting& again = journey->at();  // the one that has ended can go on, beside the other
    again.meet();
    again.ask();
    again.expect_open(again.play(again.flight()));
    EXPECT_TRUE(exchanges_content(after.peer(), after.card()));
  }
}

INSTANTIATE_TEST_SUITE_P(Of, FreedMemory,
                         testing::Combine(testing::ValuesIn(kRoads), testing::ValuesIn(kEndings)),
                         [](const auto& test) {
                           return std::get<0>(test.param).name + std::string("_by_") +
                                  std::get<1>(test.param).name;
                         });

/// It is ready, and keeps nobody waiting; nor does it notice that another was.
TEST(FreshServer, WaitsForNothing) {
  WatchedCrypto crypto(SharedCard::kSessions);
  SharedCard shared(crypto);
  ServerMeeting fresh(shared.options(options_of(Role::server, kPskOnly), 0),
                      ServerMeeting::Begun{});
  const Buffer hello = fresh.client().client_hello_record(fresh.hello());
  for (const Road& road : kRoads) {
    SCOPED_TRACE(road.name);
    Journey whole_way(road, whole(road), shared.session(1));
    const Journey half_way(road, 1, shared.session(2));
    if (whole(road) > 1) {
      EXPECT_EQ(fresh.card().recv(hello), sw::kBusy);
    }
    EXPECT_EQ(to_hex(fresh.card().transmit("00CA010200").data), "001601");
  }
  const Answer answer = fresh.card().exchange(hello);
  ASSERT_EQ(answer.status, sw::kOk);
  fresh.client().read_flight(answer.data);
  fresh.expect_open(fresh.play(fresh.flight()));
}

/// A card whose power comes back, or one channel's.
TEST(FreshServer, IsWhatPowerUpMakes) {
  WatchedCrypto crypto(SharedCard::kSessions);
  SharedCard shared(crypto);
  const Road& road = road_named("server_of_all_mutual_retried");
  Journey under_way(road, 2, shared.session(0));
  ServerMeeting other(shared.options(options_of(Role::server, kPskOnly), 1),
                      ServerMeeting::Begun{});
  EXPECT_FALSE(shared.is_free());
  other.card().stop();
  EXPECT_EQ(other.card().recv(Buffer(20, 22)), sw::kConditionsNotSatisfied);
  other.card().power_up();
  EXPECT_EQ(other.card().recv(Buffer(20, 22)), sw::kBusy);
  EXPECT_FALSE(shared.is_free());
  under_way.card().power_up();
  shared.expect_forgotten(under_way.peer().secrets());
  EXPECT_EQ(under_way.card().transmit("00D8000106160303005901").status, sw::kOk);
  EXPECT_FALSE(shared.is_free());
  under_way.card().power_up();
  // What was collected before is forgotten too: a fragment without F-First has nothing to go on.
  EXPECT_EQ(under_way.card().transmit("00D800000116").status, sw::kConditionsNotSatisfied);
}

}  // namespace
}  // namespace tls_se::test
