// Four sessions of one card that come and go at random, with whatever can go wrong.
#include <gtest/gtest.h>

#include <random>

#include "shared_card.h"

namespace tls_se::test {
namespace {

class RandomCard {
 public:
  explicit RandomCard(unsigned seed) : random_(seed) {}

  void act() {
    Seat& seat = seats_[below(seats_.size())];
    if (!seat.journey) {
      begin(seat);
    } else if (seat.is_open && below(3) != 0) {
      talk(seat);
    } else {
      end(seat);
    }
    expect_in_order();
  }
  [[nodiscard]] size_t opened() const { return opened_; }
  [[nodiscard]] size_t put_off() const { return put_off_; }

 private:
  struct Seat {
    std::unique_ptr<Journey> journey;
    bool is_open = false;
    bool has_memory = false;
  };

  size_t below(size_t end) { return random_() % end; }
  uint8_t number_of(const Seat& seat) const { return static_cast<uint8_t>(&seat - seats_.data()); }

  /// Some of the way, or all of it. Between its commands others talk, and begin in vain.
  void begin(Seat& seat) {
    if (!shared_.is_free()) return begin_in_vain(seat);
    const Road& road = kRoads[below(std::size(kRoads))];
    const size_t steps = below(2) == 0 ? whole(road) : below(whole(road));
    beginner_ = &seat;
    seat.journey = std::make_unique<Journey>(road, steps,
                                             shared_.session(
                                                 number_of(seat), [this] { between(); }, 100));
    beginner_ = nullptr;
    seat.is_open = steps == whole(road);
    seat.has_memory = !seat.is_open && (steps > 0 || road.role == Role::client);
    if (seat.is_open) ++opened_;
  }

  void between() {
    const Seat* const beginner = std::exchange(beginner_, nullptr);  // one at a time
    if (beginner == nullptr) return;
    Seat& other = seats_[below(seats_.size())];
    if (other.is_open) talk(other);
    if (!other.journey && &other != beginner && !shared_.is_free()) begin_in_vain(other);
    beginner_ = beginner;
  }

  void begin_in_vain(Seat& seat) {
    const bool sieves = below(2) == 0;
    CardDriver::Options options = options_of(Role::server, sieves ? kAllModes : kPskOnly);
    ServerMeeting at(shared_.options(options, number_of(seat)), ServerMeeting::Begun{});
    EXPECT_EQ(at.card().recv(at.client().client_hello_record(at.hello())), sw::kBusy);
    ++put_off_;
  }

  void talk(Seat& seat) {
    Talk talk(*seat.journey, below(600), 1 + below(255));
    while (talk.step()) {
    }
  }

  void end(Seat& seat) {
    Journey& journey = *seat.journey;
    switch (below(6)) {
      case 0:
        (void)journey.card().transmit("00DA0201");
        break;
      case 1:
        journey.deliver(journey.record(ContentType::alert, {2, 80}, journey.has_keys()));
        break;
      case 2:
        journey.deliver(journey.record(ContentType::handshake, {99, 0, 0, 0}, journey.has_keys()));
        break;
      case 3: {
        Buffer noise(1 + below(300));
        for (uint8_t& byte : noise) byte = static_cast<uint8_t>(random_());
        journey.deliver(noise);
        break;
      }
      case 4:
        (void)journey.card().recv(Buffer(below(200), 22), journey.p1());
        break;
      default:
        break;
    }
    const std::vector<Buffer> secrets = journey.peer().secrets();
    seat = {};
    for (const Buffer& secret : secrets) EXPECT_FALSE(shared_.holds(secret));
  }

  /// Whoever has the memory has it alone, and who is open talks.
  void expect_in_order() {
    bool is_taken = false;
    for (Seat& seat : seats_) {
      is_taken = is_taken || seat.has_memory;
      if (!seat.is_open) continue;
      EXPECT_TRUE(exchanges_content(seat.journey->peer(), seat.journey->card()));
      for (const Buffer& secret : seat.journey->peer().secrets()) {
        EXPECT_FALSE(shared_.holds(secret));
      }
    }
    EXPECT_EQ(shared_.is_free(), !is_taken);
    if (!is_taken) shared_.expect_forgotten({});
  }

  std::mt19937 random_;
  WatchedCrypto crypto_{SharedCard::kSessions};
  SharedCard shared_{crypto_};
  std::array<Seat, SharedCard::kSessions> seats_;
  const Seat* beginner_ = nullptr;  // between whose commands others act
  size_t opened_ = 0;
  size_t put_off_ = 0;
};

class RandomSessions : public testing::TestWithParam<unsigned> {};

TEST_P(RandomSessions, KeepApart) {
  RandomCard card(GetParam());
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(testing::Message() << "action " << i);
    card.act();
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(card.opened(), 20u);
  EXPECT_GT(card.put_off(), 100u);
}
INSTANTIATE_TEST_SUITE_P(Seed, RandomSessions, testing::Range(1u, 7u));

}  // namespace
}  // namespace tls_se::test
