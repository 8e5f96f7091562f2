// The listener over glass cards, in the role server.
#include "node/listener.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <latch>
#include <new>
#include <thread>

#include "support/card_supply.h"
#include "support/noise.h"
#include "support/plain_read.h"
#include "support/record_peer.h"
#include "support/watched_log.h"

namespace tls_se {
namespace {

using asio::ip::tcp;

constexpr char kResetCommand[] = "00 D8 00 01 00";

class ListenerTest : public testing::Test {
 protected:
  void SetUp() override {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("", log_));
    spdlog::set_level(spdlog::level::info);
    options_.listen = {asio::ip::address_v4::loopback(), 0};
    card_ = &add_card();
  }
  void TearDown() override {
    stop();
    spdlog::set_default_logger(loud_);
  }
  /// Nothing happens to the cards any more.
  void stop() {
    if (!thread_.joinable()) return;
    listener_->stop();
    thread_.join();
  }

  GlassCard& add_card() {
    auto card = std::make_unique<GlassCard>();
    GlassCard& reference = *card;
    cards_.push_back(std::move(card));
    return reference;
  }
  void start() { start(supply_of(std::move(cards_))); }
  /// With one card; those that were added to it come as connections do.
  void start_growing() { start(supply_of(std::move(cards_), 1)); }
  void start(CardSupply cards) {
    listener_.emplace(options_, std::move(cards));
    thread_ = std::thread([this] {
      try {
        listener_->run();
      } catch (const std::runtime_error& error) {
        failure_ = error.what();
      }
    });
  }
  /// One card, and the second can't be made.
  CardSupply supply_with_a_bad_end() {
    CardSupply supply = supply_of(std::move(cards_));
    supply.at_most = 3;
    supply.make = [make = supply.make](size_t number) {
      return number == 1 ? make(number) : throw std::runtime_error("no silicon");
    };
    return supply;
  }
  Peer connect() { return Peer(listener_->endpoint()); }
  Peer connect_and_open() {
    Peer peer = connect();
    peer.open();
    return peer;
  }
  /// It has a card, when this returns.
  Peer connect_and_echo(const std::string& content) {
    Peer peer = connect_and_open();
    peer.expect_echo(content);
    return peer;
  }
  static void close(Peer& peer) {
    peer.send(21, kCloseNotify);
    peer.expect_close();
  }
  ListenerOptions options_;
  std::vector<std::unique_ptr<CardReader>> cards_;
  GlassCard* card_ = nullptr;  // the first, which the first connection gets
  std::optional<Listener> listener_;
  std::thread thread_;
  std::string failure_;
  const std::shared_ptr<WatchedLog> log_ = std::make_shared<WatchedLog>();

 private:
  std::shared_ptr<spdlog::logger> loud_ = spdlog::default_logger();
};

TEST_F(ListenerTest, EchoesAndCloses) {
  start();
  Peer peer = connect_and_open();
  peer.expect_echo("one");
  peer.send(23, "");
  peer.expect_echo("two");
  peer.send(21, kCloseNotify);
  peer.expect_close();
}

TEST_F(ListenerTest, TakesRecordsInAnyPieces) {
  start();
  Peer peer = connect();
  std::vector<uint8_t> bytes = record(22, "hello");
  for (const auto& more : {record(23, "one"), record(23, "two")}) {
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  for (const uint8_t byte : bytes) peer.send_raw({byte});
  peer.expect(23, "one");
  peer.expect(23, "two");
}

TEST_F(ListenerTest, ServesOneAfterAnother) {
  options_.connection_limit = 3;
  start();
  for (int i = 0; i < 3; ++i) {
    Peer peer = connect_and_open();
    peer.send(21, kCloseNotify);
    peer.expect_close();
  }
  thread_.join();  // it ends by itself
}

TEST_F(ListenerTest, CutsWhatTheCardCannotTakeAtOnce) {
  options_.connection.tls.max_content = 4;
  options_.connection.tls.session.fragment_size = 3;
  start();
  Peer peer = connect_and_open();
  peer.send(23, "0123456789");
  peer.expect(23, "0123");
  peer.expect(23, "4567");
  peer.expect(23, "89");
}

TEST_F(ListenerTest, FindsOutWhatTheCardCanTakeAtOnce) {
  card_->max_content = 3;
  start();
  Peer peer = connect_and_open();
  peer.send(23, "0123456789");
  for (const char* part : {"01", "23", "45", "67", "89"}) peer.expect(23, part);
  peer.send(23, "abc");
  peer.expect(23, "ab");
  peer.expect(23, "c");
}

TEST_F(ListenerTest, FillsTheRecordsWhenTheCardTellsWhatItTakes) {
  card_->max_content = 6;
  card_->tells_max_content = true;
  start();
  Peer peer = connect_and_open();
  peer.send(23, "0123456789abcd");
  for (const char* part : {"012345", "6789ab", "cd"}) peer.expect(23, part);
  peer.send(21, kCloseNotify);
  peer.expect_close();
  stop();
  EXPECT_EQ(card_->refusals, 0);
}

TEST_F(ListenerTest, FillsNoRecordBeyondWhatAPersonAllows) {
  card_->max_content = 6;
  card_->tells_max_content = true;
  options_.connection.tls.max_content = 4;
  start();
  Peer peer = connect_and_open();
  peer.send(23, "0123456789");
  for (const char* part : {"0123", "4567", "89"}) peer.expect(23, part);
}

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

TEST_F(ListenerTest, APeerThatBreaksOffFreesTheCard) {
  start();
  for (int i = 0; i < 3; ++i) {
    Peer peer = connect();
    if (i > 0) peer.open();
    if (i > 1) peer.send(23, "to nobody");
    peer.reset();
  }
  Peer peer = connect_and_open();
  peer.expect_echo("one");
}

TEST_F(ListenerTest, ATruncatedStreamIsClosedInOrder) {
  start();
  Peer peer = connect_and_open();
  peer.send(23, "one");
  peer.shut_down();
  peer.expect(23, "one");
  peer.expect_close();
}

TEST_F(ListenerTest, GarbageGetsTheCardsAlert) {
  start();
  Peer peer = connect();
  const std::string request = "GET / HTTP/1.1\r\n\r\n";
  peer.send_raw({request.begin(), request.end()});
  peer.expect(21, "\x02\x0a");
  peer.expect_end();
}

TEST_F(ListenerTest, ASilentPeerTimesOut) {
  options_.connection.handshake_timeout = std::chrono::milliseconds(50);
  start();
  connect().expect_end();
}

TEST_F(ListenerTest, ASilentPeerIsToldThatItsSessionEnds) {
  options_.connection.relay.idle_timeout = std::chrono::milliseconds(50);
  start();
  connect_and_open().expect_close();
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

TEST_F(ListenerTest, StoppedItSaysCloseNotify) {
  start();
  Peer peer = connect_and_open();
  peer.expect_echo("one");
  listener_->stop();
  peer.expect_close();
  thread_.join();
}

TEST_F(ListenerTest, ListensOnIpv6) {
  options_.listen = {asio::ip::address_v6::loopback(), 0};
  try {
    start();
  } catch (const std::runtime_error&) {
    GTEST_SKIP() << "no IPv6 here";
  }
  Peer peer = connect_and_open();
  peer.expect_echo("one");
}

TEST_F(ListenerTest, SaysWhyItCannotListen) {
  start();
  ListenerOptions again = options_;
  again.listen = listener_->endpoint();
  EXPECT_THROW(Listener(again, supply_of({})), std::runtime_error);
}

/// The plain TCP service behind --target.
class ListenerTargetTest : public ListenerTest {
 protected:
  void SetUp() override {
    ListenerTest::SetUp();
    options_.target = HostPort{"127.0.0.1", acceptor_.local_endpoint().port()};
  }
  tcp::socket accept() { return acceptor_.accept(); }

  asio::io_context io_;
  tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
};

TEST_F(ListenerTargetTest, BothWays) {
  start();
  Peer peer = connect_and_open();
  tcp::socket service = accept();
  peer.send(23, "up");
  EXPECT_EQ(plain_read(service, 2), "up");
  asio::write(service, asio::buffer("down", 4));
  peer.expect(23, "down");
}

TEST_F(ListenerTargetTest, HalfCloseByThePeer) {
  start();
  Peer peer = connect_and_open();
  tcp::socket service = accept();
  peer.send(23, "up");
  peer.send(21, kCloseNotify);
  EXPECT_EQ(plain_read(service, 10), "up");  // and the end
  asio::write(service, asio::buffer("down", 4));
  peer.expect(23, "down");
  service.close();
  peer.expect_close();
}

TEST_F(ListenerTargetTest, HalfCloseByTheService) {
  start();
  Peer peer = connect_and_open();
  tcp::socket service = accept();
  asio::write(service, asio::buffer("down", 4));
  service.shutdown(tcp::socket::shutdown_send);
  peer.expect(23, "down");
  peer.expect_close();  // of TCP in this direction
  peer.send(23, "up");
  EXPECT_EQ(plain_read(service, 2), "up");
  peer.send(21, kCloseNotify);
  EXPECT_EQ(plain_read(service, 1), "");
}

TEST_F(ListenerTargetTest, ATruncatedStreamIsNoOrderlyEndForTheService) {
  start();
  Peer peer = connect_and_open();
  tcp::socket service = accept();
  peer.send(23, "up");
  EXPECT_EQ(plain_read(service, 2), "up");
  peer.shut_down();
  char byte;
  asio::error_code error;
  service.read_some(asio::buffer(&byte, 1), error);
  EXPECT_EQ(error, asio::error::connection_reset);
}

TEST_F(ListenerTargetTest, AServiceThatBreaksOffIsNoOrderlyEndForThePeer) {
  start();
  Peer peer = connect_and_open();
  tcp::socket service = accept();
  service.set_option(asio::socket_base::linger(true, 0));
  service.close();
  peer.expect_reset();
}

TEST_F(ListenerTargetTest, AServiceThatIsNotThere) {
  acceptor_.close();
  start();
  Peer peer = connect_and_open();
  peer.expect_reset();
}

TEST_F(ListenerTargetTest, AResetAfterCloseNotifyIsSeen) {
  options_.connection.relay.idle_timeout = std::chrono::seconds(0);
  start();
  Peer peer = connect_and_open();
  tcp::socket service = accept();
  peer.send(21, kCloseNotify);
  EXPECT_EQ(plain_read(service, 1), "");
  peer.reset();
  char byte;
  asio::error_code error;
  service.read_some(asio::buffer(&byte, 1), error);
  EXPECT_TRUE(error);
}

TEST_F(ListenerTargetTest, MuchBothWaysAtOnce) {
  start();
  constexpr size_t kSize = 3 << 20;
  const std::string up = noise(kSize);
  std::string down(up.rbegin(), up.rend());

  Peer peer = connect_and_open();
  tcp::socket service = accept();
  std::string got_up;
  std::jthread service_reads([&] { got_up = plain_read(service, kSize); });
  std::jthread service_writes([&] {
    asio::error_code error;
    asio::write(service, asio::buffer(down), error);
  });
  std::jthread peer_writes([&] {
    for (size_t at = 0; at < kSize; at += 16000) peer.send(23, up.substr(at, 16000));
  });
  std::string got_down;
  while (got_down.size() < kSize) {
    const auto header = peer.receive(5);
    ASSERT_EQ(header.size(), 5);
    const auto content = peer.receive(load_u16(&header[3]));
    got_down.append(content.begin(), content.end());
  }
  EXPECT_TRUE(got_down == down);
  service_reads.join();
  EXPECT_TRUE(got_up == up);
}

}  // namespace
}  // namespace tls_se
