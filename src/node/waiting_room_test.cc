// Who waits is served in the order of coming, also after a card that could not be had.
#include "node/waiting_room.h"

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <vector>

namespace tls_se {
namespace {

using asio::ip::tcp;

class WaitingRoomTest : public testing::Test {
 protected:
  Guest guest(const std::string& name) {
    tcp::socket& peer = peers_.emplace_back(io_);
    peer.connect(acceptor_.local_endpoint());
    return {acceptor_.accept(), name};
  }
  WaitingRoom room(const WaitingRoom::Options& options) {
    return {io_.get_executor(), options,
            [this](const Guest& guest) { shown_out_.push_back(guest.name); }};
  }

  asio::io_context io_;
  tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  std::deque<tcp::socket> peers_;
  std::vector<std::string> shown_out_;
};

TEST_F(WaitingRoomTest, WhoComesBackIsInFrontOfWhoCameLater) {
  WaitingRoom waiting = room({});
  for (const char* name : {"one", "two", "three"}) waiting.enter(guest(name));
  Guest one = waiting.call_next().value();
  Guest two = waiting.call_next().value();
  waiting.enter(guest("four"));
  waiting.enter(std::move(one));
  waiting.enter(std::move(two));
  for (const char* name : {"one", "two", "three", "four"}) {
    EXPECT_EQ(waiting.call_next().value().name, name);
  }
  EXPECT_FALSE(waiting.call_next());
}

TEST_F(WaitingRoomTest, WhoComesBackHasNoMorePatienceThanBefore) {
  WaitingRoom waiting = room({.patience = std::chrono::hours(1)});
  waiting.enter(guest("one"));
  Guest one = waiting.call_next().value();
  waiting.enter(guest("two"));
  one.since -= std::chrono::hours(2);
  waiting.enter(std::move(one));
  while (shown_out_.empty()) io_.run_one();
  EXPECT_EQ(shown_out_, std::vector<std::string>{"one"});
  EXPECT_EQ(waiting.call_next().value().name, "two");
}

TEST_F(WaitingRoomTest, WhoComesBackHasAPlaceEvenIfThereIsNone) {
  WaitingRoom waiting = room({.places = 1});
  waiting.enter(guest("one"));
  Guest one = waiting.call_next().value();
  waiting.enter(guest("two"));
  EXPECT_TRUE(waiting.is_full());
  waiting.enter(std::move(one));
  EXPECT_EQ(waiting.call_next().value().name, "one");
  EXPECT_TRUE(waiting.is_full());
}

}  // namespace
}  // namespace tls_se
