// The listener's cards: who gets one, who waits, and which are left out.
#include <sys/resource.h>
#include <unistd.h>

#include <latch>
#include <new>

#include "support/listener_fixture.h"

namespace tls_se {
namespace {

using asio::ip::tcp;

constexpr char kResetCommand[] = "00 D8 00 01 00";

TEST_F(ListenerTest, ASlowCardStallsNoOther) {
  std::latch release(1);
  card_->before_handshake = [&] { release.wait(); };
  add_card();
  start();
  Peer slow = connect_and_open();
  slow.send(23, "slow");
  Peer quick = connect_and_open();
  quick.expect_echo("quick");
  release.count_down();
  slow.expect(23, "slow");
}

TEST_F(ListenerTest, TheCardsTakeTurns) {
  const GlassCard* const cards[] = {card_, &add_card(), &add_card()};
  start();
  for (size_t i = 0; i < std::size(cards); ++i) {
    Peer peer = connect_and_open();
    peer.send(21, kCloseNotify);
    peer.expect_close();
  }
  stop();
  for (const GlassCard* card : cards) {
    EXPECT_EQ(std::ranges::count(card->commands, kResetCommand), 1);
  }
}

TEST_F(ListenerTest, OneMoreWaitsAndYetAnotherIsTurnedAway) {
  options_.queue_size = 1;
  start();
  Peer first = connect_and_open();
  first.expect_echo("first");
  Peer second = connect_and_open();
  second.send(23, "second");
  Peer third = connect();
  third.expect_end();
  first.send(21, kCloseNotify);
  first.expect(21, kCloseNotify);
  second.expect(23, "second");
}

TEST_F(ListenerTest, CardsComeAsConnectionsDo) {
  add_card();
  add_card();
  start_growing();
  Peer peers[] = {connect_and_echo("one"), connect_and_echo("two"), connect_and_echo("three")};
  for (Peer& peer : peers) peer.expect_echo("again");
  stop();
  EXPECT_EQ(log_->count("waits"), 0) << log_->str();
}

TEST_F(ListenerTest, OneMoreThanThereAreCardsWaits) {
  add_card();
  start_growing();
  Peer first = connect_and_echo("first");
  Peer second = connect_and_echo("second");
  Peer third = connect_and_open();
  EXPECT_TRUE(log_->await("waits: all 2 cards are in use (there will be no more")) << log_->str();
  third.send(23, "third");
  close(first);
  third.expect(23, "third");
}

TEST_F(ListenerTest, ASlowCardStallsNoneThatComesLater) {
  std::latch release(1);
  for (GlassCard* card : {card_, &add_card()}) card->before_handshake = [&] { release.wait(); };
  add_card();
  start_growing();
  Peer slow = connect_and_open();
  Peer as_slow = connect_and_open();
  connect_and_echo("quick");
  release.count_down();
  slow.expect_echo("slow");
  as_slow.expect_echo("slow");
}

TEST_F(ListenerTest, WhereNoOtherCardCanBeMadeConnectionsWait) {
  start(supply_with_a_bad_end());
  Peer first = connect_and_echo("first");
  Peer second = connect_and_open();
  second.send(23, "second");
  EXPECT_TRUE(log_->await("card 2 can't be made: no silicon. ")) << log_->str();
  close(first);
  second.expect(23, "second");
  close(second);
  stop();
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerTest, WarnsOfTheFirstThatWaitsAndAgainOnceACardWasFree) {
  spdlog::set_level(spdlog::level::debug);
  const std::string waits = " waits: the only card is in use (--cards N gives more";
  start();
  for (size_t round = 0; round < 2; ++round) {
    Peer first = connect_and_echo("first");
    Peer second = connect_and_open();
    Peer third = connect_and_open();
    ASSERT_TRUE(log_->await(waits, 3 * round + 2)) << log_->str();
    close(first);
    second.expect_echo("second");
    Peer fourth = connect_and_open();
    ASSERT_TRUE(log_->await(waits, 3 * round + 3)) << log_->str();
    close(second);
    third.expect_echo("third");
    close(third);
    fourth.expect_echo("fourth");
    close(fourth);
    ASSERT_TRUE(log_->await("closed by close_notify", 4 * (round + 1))) << log_->str();
  }
  stop();
  EXPECT_EQ(log_->count("[warning] connection"), 2) << log_->str();
  EXPECT_EQ(log_->count("[debug] connection"), 4) << log_->str();
}

TEST_F(ListenerTest, WhoWaitsTooLongIsTurnedAway) {
  options_.queue_size = 1;
  options_.queue_timeout = std::chrono::milliseconds(50);
  options_.connection_limit = 2;
  start();
  Peer first = connect_and_echo("first");
  for (int i = 0; i < 2; ++i) connect().expect_end();  // the second has the first one's place
  close(first);
  EXPECT_TRUE(log_->await("closed by close_notify")) << log_->str();
  Peer last = connect_and_echo("last");
  close(last);
  thread_.join();  // two have been served
  EXPECT_EQ(
      log_->count("turned away: it has waited for 0.05 s (--queue-timeout), and the only card is "
                  "in use (--cards N gives more"),
      2)
      << log_->str();
  EXPECT_EQ(log_->count("as many as --queue allows"), 0) << log_->str();
}

TEST_F(ListenerTest, WarnsOfTheFirstThatIsTurnedAwayAndAgainOnceThereWasAPlace) {
  const std::string crowd = "turned away, as others will be until there is a place: the only card";
  options_.queue_size = 0;
  start();
  for (size_t round = 1; round <= 2; ++round) {
    Peer peer = connect_and_echo("one");
    for (int i = 0; i < 3; ++i) connect().expect_end();
    EXPECT_EQ(log_->count(crowd), round) << log_->str();
    close(peer);
    ASSERT_TRUE(log_->await("closed by close_notify", round)) << log_->str();
  }
}

/// As if all other descriptors were in use.
class NoMoreDescriptors {
 public:
  NoMoreDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int lowest_free = dup(STDERR_FILENO);
    close(lowest_free);
    rlimit limit = before_;
    limit.rlim_cur = static_cast<rlim_t>(lowest_free);
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  ~NoMoreDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST_F(ListenerTest, TellsOnceThatItCannotAccept) {
  spdlog::set_level(spdlog::level::debug);
  start();
  asio::io_context io;
  tcp::socket early(io, tcp::v4());
  {
    const NoMoreDescriptors none;
    early.connect(listener_->endpoint());
    EXPECT_TRUE(log_->await("can't accept a connection: Too many open files (ulimit -n", 2))
        << log_->str();
  }
  early.close();
  connect_and_echo("later");
  EXPECT_EQ(log_->count("[error] can't accept"), 1) << log_->str();
}

TEST_F(ListenerTest, WhoMayWaitForEverIsNotTurnedAway) {
  options_.queue_timeout = std::chrono::seconds(0);
  start();
  Peer first = connect_and_echo("first");
  Peer second = connect_and_open();
  EXPECT_TRUE(log_->await("waits")) << log_->str();
  close(first);
  second.expect_echo("second");
}

TEST_F(ListenerTest, WhoLeavesWhileItWaitsHasNoPlaceAndGetsNoCard) {
  spdlog::set_level(spdlog::level::debug);
  options_.queue_size = 2;
  start();
  Peer first = connect_and_echo("first");
  Peer second = connect_and_open();
  Peer third = connect_and_open();
  EXPECT_TRUE(log_->await("waits", 2)) << log_->str();
  second.reset();
  third.shut_down();
  Peer fourth = connect_and_open();  // in a place of theirs
  Peer fifth = connect_and_open();
  EXPECT_TRUE(log_->await("waits", 4)) << log_->str();
  fifth.reset();
  close(first);
  fourth.expect_echo("fourth");
  stop();
  EXPECT_EQ(log_->count("has left while it waited for a card"), 3) << log_->str();
  EXPECT_EQ(log_->count("turned away"), 0) << log_->str();
  EXPECT_EQ(log_->count(": open"), 2) << log_->str();
}

TEST_F(ListenerTest, WhoWaitsBehindTheLastOneIsTurnedAway) {
  spdlog::set_level(spdlog::level::debug);
  options_.connection_limit = 2;
  start();
  Peer first = connect_and_echo("first");
  Peer second = connect_and_open();
  Peer third = connect();
  EXPECT_TRUE(log_->await("waits", 2)) << log_->str();
  close(first);
  third.expect_end();
  second.expect_echo("second");
  close(second);
  thread_.join();  // it ends by itself
}

TEST_F(ListenerTest, ACardPulledOutEndsTheConnectionAlone) {
  start();
  {
    Peer peer = connect_and_open();
    peer.send(0x14, "pull");
    peer.expect_end();
  }
  Peer peer = connect_and_open();
  peer.expect_echo("one");
}

TEST_F(ListenerTest, ACardThatHasDiedGetsNoMoreConnections) {
  options_.queue_size = 1;
  card_->stays_out = true;
  add_card();
  start();
  Peer first = connect_and_open();
  first.expect_echo("first");
  Peer second = connect_and_open();
  second.expect_echo("second");
  Peer third = connect_and_open();
  third.send(23, "third");
  connect().expect_end();  // so the third one waits
  first.send(0x14, "pull");
  first.expect_end();
  first.shut_down();
  second.send(21, kCloseNotify);
  second.expect_close();
  third.expect(23, "third");
  third.send(21, kCloseNotify);
  third.expect_close();
  connect_and_open().expect_echo("fourth");
  stop();
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerTest, WithoutACardItTurnsAllAwayAndEnds) {
  options_.queue_size = 1;
  card_->stays_out = true;
  start();
  Peer first = connect_and_open();
  first.expect_echo("first");
  Peer second = connect();
  connect().expect_end();  // so the second one waits
  first.send(0x14, "pull");
  first.expect_end();
  first.shut_down();
  second.expect_end();
  thread_.join();  // it ends by itself
  EXPECT_TRUE(failure_.contains("no card is left")) << failure_;
}

TEST_F(ListenerTest, AChannelThatIsLostLeavesTheOthers) {
  card_->instead = [](Bytes) { return CardResponse{{}, sw::kChannelNotSupported}; };
  add_card();
  start_channels();
  connect().expect_end();
  for (int i = 0; i < 3; ++i) {
    Peer peer = connect_and_echo("one");
    close(peer);
  }
  stop();
  EXPECT_EQ(log_->count("card 1 (glass card) can't be reset: the card refuses a command: 6881"), 1)
      << log_->str();
  EXPECT_EQ(log_->count("This channel gets no more connections, 1 of 2 are left"), 1)
      << log_->str();
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerTest, ACardThatIsLostTakesAllItsChannels) {
  options_.queue_size = 1;
  card_->stays_out = true;
  add_card();
  add_card();
  start_channels();
  Peer first = connect_and_echo("first");
  Peer second = connect_and_echo("second");  // and the third channel is free
  first.send(0x14, "pull");
  first.expect_end();
  first.shut_down();
  ASSERT_TRUE(log_->await("0 of 1 cards are left: look after it")) << log_->str();
  second.expect_echo("on the glass that is left");
  close(second);
  thread_.join();  // it ends by itself
  EXPECT_TRUE(failure_.contains("no card is left")) << failure_;
}

TEST_F(ListenerTest, WhoWaitsGetsNoChannelOfALostCard) {
  options_.queue_size = 1;
  card_->stays_out = true;
  add_card();
  start_channels();
  Peer first = connect_and_echo("first");
  Peer second = connect_and_echo("second");
  Peer third = connect();
  EXPECT_TRUE(log_->await("waits: all 2 channels of the only card are in use")) << log_->str();
  first.send(0x14, "pull");
  first.expect_end();
  first.shut_down();
  third.expect_end();
  close(second);
  thread_.join();  // it ends by itself
  EXPECT_TRUE(failure_.contains("no card is left")) << failure_;
}

TEST_F(ListenerTest, ACardThatIsLostIsReplacedWhileThereAreOthers) {
  card_->stays_out = true;
  add_card().stays_out = true;
  start_growing();
  for (int i = 0; i < 2; ++i) {
    Peer peer = connect_and_echo("one");
    peer.send(0x14, "pull");
    peer.expect_end();
  }
  thread_.join();  // it ends by itself
  EXPECT_TRUE(failure_.contains("no card is left")) << failure_;
  EXPECT_EQ(log_->count("0 of 1 cards are left, 1 more can be made: look after"), 1) << log_->str();
  EXPECT_EQ(log_->count("0 of 2 cards are left: look after"), 1) << log_->str();
}

TEST_F(ListenerTest, WithoutACardAndWithoutAnotherItEnds) {
  card_->stays_out = true;
  start(supply_with_a_bad_end());
  Peer first = connect_and_echo("first");
  first.send(0x14, "pull");
  first.expect_end();
  first.shut_down();
  connect().expect_end();
  thread_.join();  // it ends by itself
  EXPECT_TRUE(failure_.contains("no card is left")) << failure_;
}

TEST_F(ListenerTest, ACardThatRefusesIsKept) {
  card_->reset_refusals = 1;  // at the beginning of the connection, and not at its end
  start();
  connect().expect_end();
  connect_and_open().expect_echo("one");
}

TEST_F(ListenerTest, ABrokenCardThatAnswersIsLeftOut) {
  card_->instead = [](Bytes) { return CardResponse{{}, 0x6f00}; };
  add_card();
  start();
  connect().expect_end();
  for (int i = 0; i < 3; ++i) {
    Peer peer = connect_and_open();
    peer.expect_echo("one");
    peer.send(21, kCloseNotify);
    peer.expect_close();
  }
  stop();
  const std::string log = log_->str();
  const std::string words = "card 1 (glass card) can't be reset: the card's platform failed (6F00)";
  EXPECT_TRUE(log.contains(words)) << log;
  EXPECT_TRUE(log.contains("1 of 2 cards are left: look after it")) << log;
  EXPECT_EQ(log.find("can't be reset"), log.rfind("can't be reset")) << log;
  EXPECT_EQ(failure_, "");
}

TEST_F(ListenerTest, WhateverACardThrowsItComesBack) {
  struct Unheard {};
  const std::function<void()> thrown[] = {[] { throw std::runtime_error("one"); },
                                          [] { throw std::logic_error("two"); },
                                          [] { throw std::bad_alloc(); }, [] { throw Unheard(); }};
  size_t next = 0;
  card_->instead = [&](Bytes command) -> std::optional<CardResponse> {
    const bool works = command[1] == ins::kRecv && !is_reset(command);
    if (works && next < std::size(thrown)) thrown[next++]();
    return {};
  };
  options_.stop_on_signals = true;  // run() waits for them, too
  start();
  for (size_t i = 0; i < std::size(thrown); ++i) connect_and_open().expect_end();
  connect_and_open().expect_echo("one");
  stop();
  EXPECT_EQ(failure_, "");
  for (const char* words :
       {"failed: one", "failed: two", "failed: std::bad_alloc", "without words"}) {
    EXPECT_TRUE(log_->str().contains(words)) << log_->str();
  }
}

}  // namespace
}  // namespace tls_se
