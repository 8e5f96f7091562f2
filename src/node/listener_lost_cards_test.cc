// The listener over cards that are lost, or in use by others, and come back.
#include <atomic>
#include <filesystem>
#include <latch>

#include "reader/channel_reader.h"
#include "support/listener_fixture.h"

namespace tls_se {
namespace {

using std::chrono::milliseconds;

constexpr size_t kCards = 2;  // at most, in these tests
constexpr CardSupply::Pauses kNever = {.first = std::chrono::hours(1),
                                       .longest = std::chrono::hours(1)};

class ListenerLostCardsTest : public ListenerTest {
 protected:
  void SetUp() override {
    ListenerTest::SetUp();
    spdlog::set_level(spdlog::level::debug);
  }
  void start_with(size_t cards) {
    start({.make = [this](size_t number) { return make(number); },
           .at_first = cards,
           .at_most = cards,
           .comes_back = true,
           .pauses = pauses_});
  }
  CardSupply::Channels make(size_t number) {
    at_make_(number);
    if (is_away_[number - 1]) throw std::runtime_error("no card in the reader");
    auto card = std::make_unique<GlassCard>();
    card->stays_out = true;
    prepare_(number, *card);
    CardSupply::Channels channels;
    channels.push_back(std::move(card));
    return channels;
  }
  static void pull(Peer& peer) {
    peer.send(0x14, "pull");
    peer.expect_end();
    peer.shut_down();
  }
  /// Its log has these words in this order.
  void expect_in_order(const std::vector<std::string>& words) {
    size_t at = 0;
    for (const std::string& each : words) {
      at = log_->str().find(each, at);
      EXPECT_NE(at, std::string::npos) << each << " in " << log_->str();
    }
  }

  CardSupply::Pauses pauses_ = {.first = milliseconds(1), .longest = milliseconds(4)};
  std::array<std::atomic<bool>, kCards> is_away_ = {};
  std::function<void(size_t)> at_make_ = [](size_t) {};
  std::function<void(size_t, GlassCard&)> prepare_ = [](size_t, GlassCard&) {};
};

TEST_F(ListenerLostCardsTest, WhoseCardIsInUseGetsAnother) {
  prepare_ = [](size_t number, GlassCard& card) {
    if (number == 1) card.at_occupation = [] { throw CardUnreachable("another program has it"); };
  };
  at_make_ = [this](size_t number) { is_away_[number - 1] = log_->count("can't be had") > 0; };
  start_with(2);
  Peer peer = connect_and_echo("one");
  EXPECT_EQ(log_->count("[error] card 1 (glass card) can't be had: another program has it. It is "
                        "tried again until it is back, 1 of 2 cards are left"),
            1u)
      << log_->str();
  EXPECT_EQ(log_->count(" waits"), 0u) << log_->str();
}

TEST_F(ListenerLostCardsTest, WhoseCardIsInUseWaitsUntilItIsBack) {
  std::atomic<int> occupations = 0;
  prepare_ = [&](size_t, GlassCard& card) {
    card.at_occupation = [&] {
      if (++occupations == 1) throw CardUnreachable("another program has it");
    };
  };
  start_with(1);
  Peer peer = connect_and_echo("one");
  close(peer);
  stop();
  expect_in_order({"[error] card 1 (glass card) can't be had: another program has it",
                   "connection 1 (", "waits: the only card is lost and tried again",
                   "[info] card 1 (glass card) is back", "connection 1 ("});
  EXPECT_EQ(occupations, 2);
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, WhoseCardIsInUseIsNotBehindThoseWhoCameLater) {
  std::latch leave(1);
  std::atomic<int> occupations = 0;
  prepare_ = [&](size_t, GlassCard& card) {
    card.at_occupation = [&] {
      if (++occupations > 1) return;
      leave.wait();
      throw CardUnreachable("another program has it");
    };
  };
  start_with(1);
  Peer first = connect_and_open();
  Peer second = connect_and_open();
  ASSERT_TRUE(log_->await("connection 2 (")) << log_->str();
  ASSERT_TRUE(log_->await(" waits")) << log_->str();
  leave.count_down();
  first.expect_echo("first");
  close(first);
  second.expect_echo("second");
  stop();
}

TEST_F(ListenerLostCardsTest, WhoseCardIsInUseForTooLongIsTurnedAway) {
  options_.queue_timeout = milliseconds(50);
  std::latch leave(1);
  prepare_ = [&](size_t, GlassCard& card) {
    card.at_occupation = [&] {
      leave.wait();
      is_away_[0] = true;
      throw CardUnreachable("another program has it");
    };
  };
  start_with(1);
  Peer first = connect();
  Peer second = connect();
  second.expect_end();  // and so the first has lost its patience as well
  leave.count_down();
  first.expect_end();
  EXPECT_TRUE(
      log_->await("turned away: it has waited for 0.05 s (--queue-timeout), and the only "
                  "card is lost and tried again (look after"))
      << log_->str();
  stop();
}

TEST_F(ListenerLostCardsTest, AChannelThatCannotBeHadLeavesTheOthers) {
  card_->at_occupation = [] { throw ChannelLost("the card does not open channel 0 again"); };
  add_card();
  start_channels();
  connect_and_echo("one");
  EXPECT_EQ(log_->count("card 1 (glass card) can't be had: the card does not open channel 0 again. "
                        "This channel gets no more connections, 1 of 2 are left"),
            1u)
      << log_->str();
}

TEST_F(ListenerLostCardsTest, ACardThatCannotBeHadAndDoesNotComeBackIsTheEnd) {
  card_->at_occupation = [] { throw CardUnreachable("another program has it"); };
  start();
  connect().expect_end();
  thread_.join();  // it ends by itself
  EXPECT_TRUE(failure_.contains("no card is left")) << failure_;
}

TEST_F(ListenerLostCardsTest, StoppedWhenNoCardIsLeftAndASessionIsStillOpen) {
  card_->stays_out = true;
  add_card();
  start_channels();
  Peer first = connect_and_echo("first");
  Peer second = connect_and_echo("second");
  pull(first);
  ASSERT_TRUE(log_->await("0 of 1 cards are left")) << log_->str();
  stop();
  second.expect_close();
  EXPECT_TRUE(failure_.contains("no card is left")) << failure_;
}

TEST_F(ListenerLostCardsTest, ACardIsOccupiedOnceForEachConnection) {
  std::atomic<bool> always = true;
  GlassCard* card = nullptr;
  prepare_ = [&](size_t, GlassCard& made) {
    card = &made;
    made.instead = [&](Bytes) {
      if (!made.is_occupied) always = false;
      return std::nullopt;
    };
  };
  start_with(1);
  for (int i = 0; i < 2; ++i) {
    Peer peer = connect_and_echo("one");
    close(peer);
  }
  Peer peer = connect_and_echo("until it is stopped");
  stop();
  EXPECT_TRUE(always);
  EXPECT_EQ(card->occupations, 3);
  EXPECT_FALSE(card->is_occupied);
}

TEST_F(ListenerLostCardsTest, ALostCardComesBack) {
  start_with(1);
  for (int i = 0; i < 3; ++i) {
    Peer peer = connect_and_echo("one");
    pull(peer);
    Peer next = connect_and_echo("next");
    close(next);
  }
  stop();
  EXPECT_EQ(log_->count("[error] card 1 (glass card) can't be reached any more: the card is out"),
            3u)
      << log_->str();
  EXPECT_EQ(log_->count("[info] card 1 (glass card) is back"), 3u) << log_->str();
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, WhileAllAreLostThoseWhoComeWaitInOrder) {
  options_.queue_size = 3;
  start_with(2);
  Peer one = connect_and_echo("one");
  Peer two = connect_and_echo("two");
  is_away_[0] = is_away_[1] = true;
  pull(one);
  pull(two);
  ASSERT_TRUE(log_->await("0 of 2 cards are left")) << log_->str();
  std::vector<Peer> peers;
  for (size_t i = 1; i <= 3; ++i) {
    peers.push_back(connect_and_open());
    ASSERT_TRUE(log_->await(" waits: all 2 cards are lost and tried again", i)) << log_->str();
  }
  connect().expect_end();
  EXPECT_EQ(log_->count("turned away, as others will be until there is a place: all 2 cards are "
                        "lost and tried again"),
            1u)
      << log_->str();
  is_away_[0] = false;
  for (Peer& peer : peers) {
    peer.expect_echo("at last");
    close(peer);
  }
  stop();
  const std::string log = log_->str();
  for (int i = 3; i < 5; ++i) {
    const auto opened = [&](int number) {
      const size_t last = log.find(fmt::format("connection {} (", number), log.find("is back"));
      EXPECT_NE(last, std::string::npos) << log;
      return last;
    };
    EXPECT_LT(opened(i), opened(i + 1)) << log;
  }
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, ACardThatIsBackServesOnAllItsChannels) {
  std::atomic<bool> is_away = false;
  start({.make =
             [&](size_t) {
               if (is_away) throw std::runtime_error("no card in the reader");
               CardSupply::Channels channels;
               for (int i = 0; i < 3; ++i) {
                 auto card = std::make_unique<GlassCard>();
                 card->stays_out = true;
                 channels.push_back(std::move(card));
               }
               return channels;
             },
         .comes_back = true,
         .pauses = pauses_});
  Peer first = connect_and_echo("first");
  Peer second = connect_and_echo("second");
  is_away = true;
  pull(first);
  ASSERT_TRUE(log_->await("0 of 1 cards are left")) << log_->str();
  std::vector<Peer> peers;
  for (size_t i = 1; i <= 3; ++i) {
    peers.push_back(connect_and_open());
    ASSERT_TRUE(log_->await(" waits: the only card is lost and tried again", i)) << log_->str();
  }
  second.expect_echo("on the glass that is left");
  is_away = false;
  close(second);  // before, its reader is in use
  for (Peer& peer : peers) peer.expect_echo("all at once");
  stop();
}

TEST_F(ListenerLostCardsTest, ACardThatFlapsIsToldOnce) {
  pauses_.longest = std::chrono::hours(1);  // it is never back for so long
  prepare_ = [](size_t, GlassCard& card) {
    card.at_occupation = [] { throw CardUnreachable("another program has it"); };
  };
  start_with(1);
  Peer peer = connect();
  ASSERT_TRUE(log_->await("is back", 6)) << log_->str();
  EXPECT_EQ(log_->count("[error]"), 1u) << log_->str();
  EXPECT_EQ(log_->count("[info] card 1 (glass card) is back"), 1u) << log_->str();
  EXPECT_EQ(log_->count("[warning]"), 1u) << log_->str();  // of the first that waits
}

TEST_F(ListenerLostCardsTest, AMuteCardHoldsUpNoOther) {
  std::latch leave(1);
  std::latch entered(1);
  std::atomic<int> calls = 0;
  at_make_ = [&](size_t number) {
    if (number != 1 || ++calls != 2) return;
    entered.count_down();
    leave.wait();
  };
  start_with(2);
  Peer one = connect_and_echo("one");
  pull(one);
  entered.wait();
  for (int i = 0; i < 3; ++i) {
    Peer peer = connect_and_echo("on the other");
    close(peer);
  }
  leave.count_down();
  stop();
}

TEST_F(ListenerLostCardsTest, StoppedWhileACardIsOccupied) {
  std::latch entered(1);
  std::latch leave(1);
  GlassCard* card = nullptr;
  prepare_ = [&](size_t, GlassCard& made) {
    card = &made;
    made.at_occupation = [&] {
      entered.count_down();
      leave.wait();
    };
  };
  start_with(1);
  Peer peer = connect();
  entered.wait();
  listener_->stop();
  leave.count_down();
  peer.expect_end();
  thread_.join();
  EXPECT_TRUE(card->commands.empty());
  EXPECT_EQ(card->occupations, 1);
  EXPECT_FALSE(card->is_occupied);
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, StoppedWhileACardThatCannotBeHadIsOccupied) {
  std::latch entered(1);
  std::latch leave(1);
  prepare_ = [&](size_t, GlassCard& card) {
    card.at_occupation = [&] {
      entered.count_down();
      leave.wait();
      throw CardUnreachable("another program has it");
    };
  };
  start_with(1);
  Peer peer = connect();
  entered.wait();
  listener_->stop();
  leave.count_down();
  peer.expect_end();
  thread_.join();
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, StoppedWhileACardIsTriedAgain) {
  std::latch entered(1);
  std::latch leave(1);
  std::atomic<int> calls = 0;
  at_make_ = [&](size_t) {
    if (++calls != 2) return;
    entered.count_down();
    leave.wait();
    is_away_[0] = true;
  };
  start_with(1);
  Peer one = connect_and_echo("one");
  pull(one);
  Peer waiting = connect();
  entered.wait();
  listener_->stop();
  waiting.expect_end();
  leave.count_down();
  thread_.join();
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, StoppedBetweenTwoTries) {
  pauses_ = kNever;
  std::atomic<int> calls = 0;
  at_make_ = [&](size_t) { ++calls; };
  start_with(1);
  Peer one = connect_and_echo("one");
  pull(one);
  ASSERT_TRUE(log_->await("It is tried again")) << log_->str();
  stop();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, WhoseCardCouldNotBeHadCountsOnce) {
  options_.connection_limit = 2;
  std::atomic<int> occupations = 0;
  prepare_ = [&](size_t, GlassCard& card) {
    card.at_occupation = [&] {
      if (++occupations % 2 == 1) throw CardUnreachable("another program has it");
    };
  };
  start_with(1);
  for (int i = 0; i < 2; ++i) {
    Peer peer = connect_and_echo("one");
    close(peer);
  }
  thread_.join();  // it ends by itself
  EXPECT_EQ(occupations, 4);
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, WhoseCardCouldNotBeHadIsServedBeforeTheEnd) {
  options_.connection_limit = 2;
  prepare_ = [this](size_t number, GlassCard& card) {
    if (number == 1) return;
    card.at_occupation = [this] {
      is_away_[1] = true;
      throw CardUnreachable("another program has it");
    };
  };
  start_with(2);
  Peer first = connect_and_echo("first");
  Peer second = connect_and_open();
  ASSERT_TRUE(log_->await(" waits: the only card that is left is in use")) << log_->str();
  is_away_[0] = true;
  pull(first);
  ASSERT_TRUE(log_->await("0 of 2 cards are left")) << log_->str();
  is_away_[0] = false;
  second.expect_echo("second");
  close(second);
  thread_.join();  // it ends by itself
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, EndsWhenTheLastOneHasLostItsPatience) {
  options_.connection_limit = 1;
  options_.queue_timeout = milliseconds(50);
  pauses_ = kNever;
  prepare_ = [&](size_t, GlassCard& card) {
    card.at_occupation = [&] { throw CardUnreachable("another program has it"); };
  };
  start_with(1);
  connect().expect_end();
  thread_.join();  // it ends by itself
  EXPECT_EQ(log_->count("turned away: it has waited"), 1u) << log_->str();
}

TEST_F(ListenerLostCardsTest, WhenAllAreServedNoCardIsTriedAgain) {
  options_.connection_limit = 2;
  pauses_ = kNever;
  start_with(2);
  Peer first = connect_and_echo("first");
  pull(first);
  Peer second = connect_and_echo("second");
  close(second);
  thread_.join();  // it ends by itself
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerLostCardsTest, WhatIsNotThereAtFirstServesLater) {
  is_away_[0] = true;
  start_with(2);
  EXPECT_EQ(log_->count("[warning] card 1 can't be had: no card in the reader"), 1u) << log_->str();
  Peer one = connect_and_echo("one");
  is_away_[0] = false;
  Peer two = connect_and_echo("two");
  one.expect_echo("one");
}

size_t entries(const char* folder) {
  const std::filesystem::directory_iterator all(folder);
  return static_cast<size_t>(std::distance(begin(all), end(all)));
}
size_t descriptors() { return entries("/proc/self/fd"); }
size_t threads() { return entries("/proc/self/task"); }

TEST_F(ListenerLostCardsTest, NothingIsLeftOfManyLosses) {
  const size_t threads_of_others = threads() + 1;  // and what runs the listener
  start_with(2);
  const size_t descriptors_before = descriptors();
  { Peer peer = connect_and_echo("one"); }
  const size_t threads_before = threads();
  EXPECT_EQ(threads_before, threads_of_others + 3);  // one for each card, and one for lost ones
  for (int i = 0; i < 200; ++i) {
    Peer peer = connect_and_open();
    pull(peer);
  }
  EXPECT_EQ(threads(), threads_before);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (descriptors() != descriptors_before && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();  // the last connections are being closed
  }
  EXPECT_EQ(descriptors(), descriptors_before);
}

}  // namespace
}  // namespace tls_se
