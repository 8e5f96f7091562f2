#include "node/record_stream.h"

#include <gtest/gtest.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>

#include "support/quick_ack.h"
#include "support/record_peer.h"

namespace tls_se {
namespace {

class RecordStreamTest : public testing::Test {
 protected:
  std::optional<std::vector<uint8_t>> read() {
    std::optional<std::vector<uint8_t>> record;
    auto work = [&]() -> asio::awaitable<void> { record = co_await stream_.read(error_); };
    run(work());
    return record;
  }
  void write(const std::vector<uint8_t>& bytes) { run(stream_.write(bytes)); }
  void run(asio::awaitable<void> work) {
    asio::co_spawn(io_, std::move(work), asio::detached);
    io_.restart();
    io_.run();
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  Peer peer_{acceptor_.local_endpoint()};
  asio::ip::tcp::socket accepted_{acceptor_.accept()};
  const int socket_ = accepted_.native_handle();
  RecordStream stream_{std::move(accepted_)};
  asio::error_code error_;
};

TEST_F(RecordStreamTest, OnceCancelledItGivesAndTakesNothing) {
  std::vector<uint8_t> two = record(23, "one");
  const std::vector<uint8_t> second = record(23, "two");
  two.insert(two.end(), second.begin(), second.end());
  peer_.send_raw(two);
  EXPECT_EQ(read(), record(23, "one"));
  stream_.cancel();
  EXPECT_FALSE(read());
  EXPECT_EQ(error_, asio::error::operation_aborted);
  EXPECT_TRUE(stream_.peer_is_deaf());
  write(record(23, "three"));
  stream_.write_now(record(21, "last words"));
  stream_.close();
  peer_.expect(21, "last words");
  peer_.expect_end();
}

TEST_F(RecordStreamTest, APeerTurnsDeafAndIsStillHeard) {
  EXPECT_FALSE(stream_.peer_is_deaf());
  stream_.shut_down();
  write(record(23, "one"));
  EXPECT_TRUE(stream_.peer_is_deaf());
  peer_.send(21, "why");
  EXPECT_EQ(read(), record(21, "why"));
}

TEST_F(RecordStreamTest, AcknowledgesAtOnceWheneverItIsTold) {
  for (int i = 0; i < 2; ++i) {
    set_quick_ack(socket_, false);  // as the kernel does by itself
    ASSERT_FALSE(has_quick_ack(socket_));
    peer_.send(23, "one");
    EXPECT_EQ(read(), record(23, "one"));
    EXPECT_FALSE(has_quick_ack(socket_));
    stream_.acknowledge();
    EXPECT_TRUE(has_quick_ack(socket_));
  }
}

}  // namespace
}  // namespace tls_se
