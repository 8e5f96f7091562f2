// The relay over a glass card, between a peer and a plain side that does as it is told. All of it
// is one thread: what the peer says is said before.
#include "node/relay.h"

#include <gtest/gtest.h>

#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <deque>

#include "node/asio.h"
#include "node/connection_end.h"
#include "support/record_peer.h"

namespace tls_se {
namespace {

using Cause = ConnectionEnd::Cause;

class ObedientPlainSide final : public PlainSide {
 public:
  explicit ObedientPlainSide(const asio::any_io_executor& executor)
      : changed_(executor, asio::steady_timer::time_point::max()) {}

  asio::awaitable<void> open() override {
    if (!open_error.empty()) throw std::runtime_error(open_error);
    co_return;
  }
  asio::awaitable<size_t> read(asio::mutable_buffer buffer, asio::error_code& error) override {
    while (!cancelled && to_say.empty() && !ends) co_await changed_.async_wait(into(woken_));
    if (cancelled) error = asio::error::operation_aborted;
    if (!cancelled && to_say.empty()) error = asio::error::eof;
    if (error) co_return 0;
    const std::string text = std::move(to_say.front());
    to_say.pop_front();
    co_return asio::buffer_copy(buffer, asio::buffer(text));
  }
  asio::awaitable<asio::error_code> write(std::vector<uint8_t> content) override {
    heard.append(content.begin(), content.end());
    co_return write_error;
  }
  void stop_reading() override { on_stop_reading(); }
  void shut_down() override {
    is_shut_down = true;
    on_shut_down();
    changed_.cancel();
  }
  void cancel() override {
    cancelled = true;
    changed_.cancel();
  }
  void close() override {}
  [[nodiscard]] std::string name() const override { return "the test"; }

  std::string open_error;
  std::deque<std::string> to_say;
  bool ends = false;  // once it has said that
  asio::error_code write_error;
  std::function<void()> on_stop_reading = [] {};
  std::function<void()> on_shut_down = [] {};
  std::string heard;
  bool is_shut_down = false;
  bool cancelled = false;

 private:
  asio::steady_timer changed_;
  asio::error_code woken_;
};

class RelayTest : public testing::Test {
 protected:
  void SetUp() override { peer_.open(); }

  /// Runs to the end. What it was interrupted by, if it was.
  std::exception_ptr run() {
    std::exception_ptr thrown;
    auto work = [this]() -> asio::awaitable<void> {
      co_await tls_.handshake();
      Relay relay(tls_, plain_, options_);
      co_await relay.run();
    };
    asio::co_spawn(io_, work, [&](std::exception_ptr why) { thrown = std::move(why); });
    io_.run();
    return thrown;
  }
  void expect_interruption(Cause cause) {
    const std::exception_ptr thrown = run();
    ASSERT_TRUE(thrown);
    try {
      std::rethrow_exception(thrown);
    } catch (const Interruption& interruption) {
      EXPECT_EQ(interruption.cause(), cause);
      detail_ = interruption.what();
    }
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  Peer peer_{acceptor_.local_endpoint()};
  RecordStream records_{acceptor_.accept()};
  GlassCard card_;
  TlsStream tls_{records_, card_, Role::server, {}};
  ObedientPlainSide plain_{io_.get_executor()};
  Relay::Options options_;
  std::string detail_;
};

TEST_F(RelayTest, BothDirectionsToTheirEnds) {
  peer_.send(23, "up");
  peer_.send(23, "");
  peer_.send(23, "wards");
  peer_.send(21, kCloseNotify);
  plain_.to_say = {"down", "wards"};
  plain_.ends = true;
  EXPECT_FALSE(run());
  EXPECT_EQ(plain_.heard, "upwards");
  EXPECT_TRUE(plain_.is_shut_down);
  EXPECT_FALSE(plain_.cancelled);
  peer_.expect(23, "down");
  peer_.expect(23, "wards");
  peer_.expect_close();
  EXPECT_EQ(tls_.received(), 7);
  EXPECT_EQ(tls_.sent(), 9);
}

TEST_F(RelayTest, ThePlainSideGoesOnWhenThePeerHasClosed) {
  peer_.send(21, kCloseNotify);
  peer_.send(23, "nobody listens to this");
  plain_.on_shut_down = [this] {
    plain_.to_say = {"one", "two"};
    plain_.ends = true;
  };
  EXPECT_FALSE(run());
  EXPECT_EQ(plain_.heard, "");
  peer_.expect(23, "one");
  peer_.expect(23, "two");
  peer_.expect_close();
}

TEST_F(RelayTest, ThePeerGoesOnWhenThePlainSideHasEnded) {
  plain_.ends = true;
  peer_.send(23, "one");
  peer_.send(23, "two");
  peer_.send(21, kCloseNotify);
  EXPECT_FALSE(run());
  EXPECT_EQ(plain_.heard, "onetwo");
  EXPECT_TRUE(plain_.is_shut_down);
  peer_.expect_close();
}

TEST_F(RelayTest, SilenceIsTheEnd) {
  options_ = {.idle_timeout = std::chrono::milliseconds(50),
              .farewell_timeout = std::chrono::hours(1)};
  expect_interruption(Cause::timed_out);
  EXPECT_FALSE(plain_.is_shut_down);
}

TEST_F(RelayTest, ThePlainSidesSilenceIsConsentToThePeersEnd) {
  options_ = {.idle_timeout = std::chrono::hours(1),
              .farewell_timeout = std::chrono::milliseconds(50)};
  peer_.send(23, "up");
  peer_.send(21, kCloseNotify);
  plain_.to_say = {"down"};
  expect_interruption(Cause::peer_done);
  EXPECT_EQ(plain_.heard, "up");
  peer_.expect(23, "down");
}

TEST_F(RelayTest, WhatStopsOneDirectionStopsTheOther) {
  peer_.send(23, "up");
  plain_.write_error = asio::error::broken_pipe;
  expect_interruption(Cause::plain_lost);
  EXPECT_EQ(detail_, "the test broke off: Broken pipe");
  EXPECT_TRUE(plain_.cancelled);
}

TEST_F(RelayTest, APlainSideThatIsNotThere) {
  plain_.open_error = "not at home";
  peer_.send(23, "up");
  EXPECT_TRUE(run());
  EXPECT_EQ(plain_.heard, "");
}

TEST_F(RelayTest, ATruncatedStreamIsNoOrderlyEnd) {
  peer_.send(23, "up");
  peer_.shut_down();
  expect_interruption(Cause::truncated);
  EXPECT_EQ(plain_.heard, "up");
  EXPECT_FALSE(plain_.is_shut_down);
}

TEST_F(RelayTest, AResetAfterCloseNotifyIsSeen) {
  peer_.send(21, kCloseNotify);
  plain_.on_shut_down = [this] { peer_.reset(); };
  expect_interruption(Cause::peer_lost);
  EXPECT_TRUE(plain_.cancelled);
}

TEST_F(RelayTest, APeerThatIsDeafMayStillHaveSaidWhy) {
  // Its connection takes nothing more, and its alert waits behind what it said before.
  peer_.send(23, "up");
  peer_.send(21, "\x02\x28");
  plain_.to_say = {"down"};
  records_.shut_down();
  expect_interruption(Cause::failed);
  EXPECT_EQ(tls_.session().state(), CardSession::State::failed);
}

TEST_F(RelayTest, ADeafPeerThatClosesHasNotHeardAll) {
  plain_.to_say = {"down"};
  plain_.on_stop_reading = [this] { peer_.send(21, kCloseNotify); };
  records_.shut_down();
  expect_interruption(Cause::peer_lost);
  EXPECT_FALSE(plain_.is_shut_down);
}

TEST_F(RelayTest, AClosedPeerThatTurnsDeafHasNotHeardAll) {
  peer_.send(21, kCloseNotify);
  plain_.on_shut_down = [this] {
    records_.shut_down();
    plain_.to_say = {"down"};
  };
  expect_interruption(Cause::peer_lost);
}

TEST_F(RelayTest, AClosedPeerNeedNotHearThatNothingMoreComes) {
  peer_.send(21, kCloseNotify);
  plain_.on_shut_down = [this] {
    records_.shut_down();
    plain_.ends = true;
  };
  EXPECT_FALSE(run());
}

}  // namespace
}  // namespace tls_se
