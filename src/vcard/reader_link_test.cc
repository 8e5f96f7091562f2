#include "vcard/reader_link.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

/// A reader's end of the line, as the driver has it.
class FakeReader {
 public:
  FakeReader() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0) throw std::bad_alloc();
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~FakeReader() {
    hang_up();
    close(listener_);
  }
  FakeReader(const FakeReader&) = delete;
  FakeReader& operator=(const FakeReader&) = delete;

  [[nodiscard]] uint16_t port() const { return port_; }
  void begin() const { ASSERT_EQ(::listen(listener_, 1), 0); }
  void accept() { socket_ = ::accept(listener_, nullptr, nullptr); }
  void hang_up() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }
  void send(const std::string& hex) const {
    const auto bytes = parse_hex(hex).value();
    ASSERT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  [[nodiscard]] std::string receive(size_t size) const {
    std::vector<uint8_t> bytes(size);
    const ssize_t got = recv(socket_, bytes.data(), size, MSG_WAITALL);
    bytes.resize(got < 0 ? 0 : static_cast<size_t>(got));
    return to_spaced_hex(bytes);
  }

 private:
  const int listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int socket_ = -1;
  uint16_t port_ = 0;
};

/// Of the one connection to this port: what the kernel waits for on its side. proc(5): 02 is the
/// next probe whether the other side is there.
std::string timer_of_connection_to(uint16_t port) {
  char remote[16];
  std::snprintf(remote, sizeof remote, "0100007F:%04X", port);
  std::ifstream all("/proc/self/net/tcp");
  for (std::string line; std::getline(all, line);) {
    std::istringstream words(line);
    std::string number, local, other, state, queues, timer;
    words >> number >> local >> other >> state >> queues >> timer;
    if (other == remote && state == "01") return timer.substr(0, 2);
  }
  return "none";
}

/// Others, for whom there is just room before anybody is accepted.
class Crowd {
 public:
  explicit Crowd(uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    for (const int each : sockets_) {
      (void)connect(each, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
  }
  ~Crowd() {
    for (const int each : sockets_) close(each);
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

 private:
  static int make() { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

  const std::array<int, 4> sockets_ = {make(), make(), make(), make()};
};

class ReaderLinkTest : public testing::Test {
 protected:
  using Event = ReaderLink::Event;

  void start(std::chrono::milliseconds patience = std::chrono::seconds(30)) {
    auto owned = std::make_unique<ScriptedCard>();
    card_ = owned.get();
    const auto atr = [](CardReader&) { return std::vector<uint8_t>{0x3b, 0x00}; };
    slot_ = std::make_unique<SlotCard>(std::move(owned), atr, false);
    thread_ = std::jthread([this, patience] {
      ReaderLink link({.host = "127.0.0.1",
                       .port = reader_.port(),
                       .pause = std::chrono::milliseconds(5),
                       .patience = patience,
                       .wake_reader = [this] { ++attempts_; }},
                      *slot_, stop_,
                      [this](Event event, const std::string& detail) { note(event, detail); });
      link.run();
    });
  }
  void TearDown() override {
    ASSERT_EQ(eventfd_write(stop_, 1), 0);
    thread_.join();
    close(stop_);
  }
  void note(Event event, const std::string& detail) {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    detail_ = detail;
    if (stops_when_inserted_) (void)eventfd_write(stop_, 1);
    changed_.notify_all();
  }
  [[nodiscard]] bool tells(const std::vector<Event>& events) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30), [&] { return events_ == events; });
  }

  [[nodiscard]] bool tells_among_others(Event event) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30),
                             [&] { return std::ranges::find(events_, event) != events_.end(); });
  }

  FakeReader reader_;
  const int stop_ = eventfd(0, EFD_CLOEXEC);
  ScriptedCard* card_ = nullptr;
  std::unique_ptr<SlotCard> slot_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Event> events_;
  std::atomic<int> attempts_ = 0;
  std::string detail_;  // of the last one
  bool stops_when_inserted_ = false;
  std::jthread thread_;
};

TEST_F(ReaderLinkTest, ServesAReader) {
  reader_.begin();
  start();
  reader_.accept();
  reader_.send("0001 04");
  EXPECT_EQ(reader_.receive(4), "00 02 3B 00");
  EXPECT_TRUE(tells({}));  // it has only looked
  card_->answer("0102 9000");
  reader_.send("0001 01 0004 00C00000");  // two in one segment
  EXPECT_EQ(reader_.receive(6), "00 04 01 02 90 00");
  EXPECT_TRUE(tells({Event::inserted}));
}

/// It has not noticed that the card was away: to it, the card has its power.
TEST_F(ReaderLinkTest, AReaderThatGoesOnLookingHasTheCard) {
  reader_.begin();
  start();
  reader_.accept();
  reader_.send("0001 04 0001 04");
  EXPECT_EQ(reader_.receive(8), "00 02 3B 00 00 02 3B 00");
  EXPECT_TRUE(tells({}));
  reader_.send("0001 04");
  EXPECT_TRUE(tells({Event::inserted}));
}

TEST_F(ReaderLinkTest, TakesMessagesInPieces) {
  reader_.begin();
  start();
  reader_.accept();
  reader_.send("0001 01");
  card_->answer("9000").answer("6985");
  reader_.send("00");
  reader_.send("05 00C0");
  reader_.send("000005 00");
  EXPECT_EQ(reader_.receive(4), "00 02 90 00");
  reader_.send("04 00D80000");
  EXPECT_EQ(reader_.receive(4), "00 02 69 85");
  EXPECT_EQ(card_->commands, (std::vector<std::string>{"00 C0 00 00 05", "00 D8 00 00"}));
}

TEST_F(ReaderLinkTest, WaitsForAReaderAndTellsSoOnce) {
  start();
  EXPECT_TRUE(tells({Event::no_reader}));
  EXPECT_GE(attempts_, 1);
  reader_.begin();
  reader_.accept();
  const int attempts = attempts_;
  reader_.send("0001 01 0001 04");
  EXPECT_EQ(reader_.receive(4), "00 02 3B 00");
  EXPECT_TRUE(tells({Event::no_reader, Event::inserted}));
  EXPECT_EQ(attempts_, attempts);  // none while it is connected
}

TEST_F(ReaderLinkTest, ComesBackWhenTheReaderDoes) {
  reader_.begin();
  start();
  reader_.accept();
  reader_.send("0001 01 0001 04");
  EXPECT_EQ(reader_.receive(4), "00 02 3B 00");
  reader_.send("0005 00");  // and breaks off
  reader_.hang_up();
  EXPECT_TRUE(tells({Event::inserted, Event::lost}));
  reader_.accept();
  EXPECT_EQ(card_->resets, 2);  // the power was lost
  card_->answer("6985");
  reader_.send("0004 00C00000");
  EXPECT_EQ(reader_.receive(4), "00 02 69 85");
  EXPECT_TRUE(tells({Event::inserted, Event::lost, Event::inserted}));
}

TEST_F(ReaderLinkTest, TellsThatAReaderDoesNotAsk) {
  reader_.begin();
  start(std::chrono::milliseconds(5));
  reader_.accept();
  EXPECT_TRUE(tells({Event::ignored}));
  reader_.send("0001 01 0001 04");
  EXPECT_EQ(reader_.receive(4), "00 02 3B 00");
  EXPECT_TRUE(tells({Event::ignored, Event::inserted}));
}

/// One that is on a host whose power fails says nothing any more, not even that it goes.
TEST_F(ReaderLinkTest, AsksWhetherAReaderIsStillThere) {
  reader_.begin();
  start();
  reader_.accept();
  reader_.send("0001 04");
  EXPECT_EQ(reader_.receive(4), "00 02 3B 00");
  for (int i = 0; i < 3000 && timer_of_connection_to(reader_.port()) == "01"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));  // an answer is acknowledged
  }
  EXPECT_EQ(timer_of_connection_to(reader_.port()), "02");
}

/// A segment has room for thousands of commands, and some make key pairs.
TEST_F(ReaderLinkTest, AStopComesBeforeTheNextCommand) {
  stops_when_inserted_ = true;
  reader_.begin();
  start();
  card_->answer("9000").answer("9000");
  reader_.accept();
  reader_.send("0004 00C00000 0004 00C00000");
  EXPECT_EQ(reader_.receive(8), "00 02 90 00");
  EXPECT_EQ(card_->commands.size(), 1u);
}

/// Half of an answer has been written: what would come behind it could not be understood.
TEST_F(ReaderLinkTest, AReaderThatTakesNoAnswersHasGone) {
  constexpr size_t kMoreThanBuffersHold = 300;
  reader_.begin();
  start(std::chrono::milliseconds(50));
  const std::string answer = std::string(2 * 0xf000, 'A') + "9000";
  std::string commands;
  for (size_t i = 0; i < kMoreThanBuffersHold; ++i) {
    card_->answer(answer);
    commands += "000400C00000";
  }
  reader_.accept();
  reader_.send(commands);
  EXPECT_TRUE(tells_among_others(Event::lost));
  reader_.hang_up();
  reader_.accept();
  reader_.send("0001 04");
  EXPECT_EQ(reader_.receive(4), "00 02 3B 00");
}

TEST_F(ReaderLinkTest, AReaderThatDoesNotAcceptIsTimedOut) {
  reader_.begin();
  const Crowd crowd(reader_.port());
  start(std::chrono::milliseconds(50));
  EXPECT_TRUE(tells({Event::no_reader}));
  EXPECT_EQ(detail_, std::strerror(ETIMEDOUT));
}

}  // namespace
}  // namespace tls_se
