// The listener over glass cards, in the role client: plain connections come, and each gets a
// connection to a server.
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "node/listener.h"
#include "support/card_supply.h"
#include "support/record_peer.h"

namespace tls_se {
namespace {

using asio::ip::tcp;

/// A program without TLS.
class PlainClient {
 public:
  explicit PlainClient(const tcp::endpoint& endpoint) { socket_.connect(endpoint); }

  void write(const std::string& text) { asio::write(socket_, asio::buffer(text)); }
  std::string read(size_t size) {
    std::string text(size, '\0');
    text.resize(asio::read(socket_, asio::buffer(text), error_));
    return text;
  }
  void expect_end() {
    EXPECT_EQ(read(1), "");
    EXPECT_EQ(error_, asio::error::eof);
  }
  void expect_reset() {
    EXPECT_EQ(read(1), "");
    EXPECT_EQ(error_, asio::error::connection_reset);
  }
  void shut_down() { socket_.shutdown(tcp::socket::shutdown_send); }
  void reset() {
    socket_.set_option(asio::socket_base::linger(true, 0));
    socket_.close();
  }

 private:
  asio::io_context io_;
  tcp::socket socket_{io_};
  asio::error_code error_;
};

class ListenerClientTest : public testing::Test {
 protected:
  void SetUp() override {
    spdlog::set_level(spdlog::level::off);
    options_.listen = {asio::ip::address_v4::loopback(), 0};
    options_.connection.server = {
        .address = {acceptor_.local_endpoint().address().to_string(),
                    acceptor_.local_endpoint().port()},
        .circumstances = {.name = "server.example"},
    };
    card_ = &add_card();
  }
  void TearDown() override { stop(); }
  /// Nothing happens to the cards any more.
  void stop() {
    if (!thread_.joinable()) return;
    listener_->stop();
    thread_.join();
  }

  GlassCard& add_card() {
    auto card = std::make_unique<GlassCard>();
    card->is_client = true;
    GlassCard& reference = *card;
    cards_.push_back(std::move(card));
    return reference;
  }
  void start() {
    listener_.emplace(options_, supply_of(std::move(cards_)));
    thread_ = std::thread([this] { listener_->run(); });
  }
  PlainClient connect() { return PlainClient(listener_->endpoint()); }
  /// The server's side of a session that is open.
  Peer accept() {
    Peer peer(acceptor_);
    peer.expect(22, "client");
    peer.open();
    return peer;
  }

  asio::io_context io_;
  tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  ListenerOptions options_;
  std::vector<std::unique_ptr<CardReader>> cards_;
  GlassCard* card_ = nullptr;  // the first, which the first connection gets
  std::optional<Listener> listener_;
  std::thread thread_;
};

TEST_F(ListenerClientTest, BothWays) {
  start();
  PlainClient client = connect();
  Peer server = accept();
  client.write("question");
  server.expect(23, "question");
  server.send(23, "answer");
  EXPECT_EQ(client.read(6), "answer");
}

TEST_F(ListenerClientTest, AServerWithAName) {
  asio::error_code error;
  const auto found = tcp::resolver(io_).resolve("localhost", "", error);
  const auto is_here = [&](const auto& entry) {
    return entry.endpoint().address() == acceptor_.local_endpoint().address();
  };
  if (!std::any_of(found.begin(), found.end(), is_here)) {
    GTEST_SKIP() << "localhost has no IPv4 address here";
  }
  options_.connection.server->address.host = "localhost";
  start();
  PlainClient client = connect();
  Peer server = accept();
  server.send(23, "answer");
  EXPECT_EQ(client.read(6), "answer");
}

TEST_F(ListenerClientTest, TheCardIsToldFirstAndThenReset) {
  options_.connection.server->circumstances.alpn = {"x"};
  start();
  PlainClient client = connect();
  Peer server = accept();
  stop();
  ASSERT_GE(card_->commands.size(), 4);
  EXPECT_TRUE(card_->commands[0].starts_with("00 DA 02 01 07 20"));
  EXPECT_TRUE(card_->commands[1].starts_with("00 DA 02 02 0E 73"));
  EXPECT_EQ(card_->commands[2], "00 DA 02 03 02 01 78");
  EXPECT_EQ(card_->commands[3], "00 D8 00 01 00");
}

TEST_F(ListenerClientTest, HalfCloseByTheClient) {
  start();
  PlainClient client = connect();
  Peer server = accept();
  client.write("question");
  client.shut_down();
  server.expect(23, "question");
  server.expect(21, kCloseNotify);
  server.send(23, "answer");
  EXPECT_EQ(client.read(6), "answer");
  server.send(21, kCloseNotify);
  client.expect_end();
  server.expect_end();
}

TEST_F(ListenerClientTest, HalfCloseByTheServer) {
  start();
  PlainClient client = connect();
  Peer server = accept();
  server.send(23, "news");
  server.send(21, kCloseNotify);
  EXPECT_EQ(client.read(4), "news");
  client.expect_end();
  client.write("thanks");
  client.shut_down();
  server.expect(23, "thanks");
  server.expect_close();
}

TEST_F(ListenerClientTest, ATruncatedStreamIsNoOrderlyEndForTheClient) {
  start();
  PlainClient client = connect();
  Peer server = accept();
  server.send(23, "news");
  EXPECT_EQ(client.read(4), "news");
  server.shut_down();
  client.expect_reset();
  server.expect(21, kCloseNotify);
}

TEST_F(ListenerClientTest, AnAlertIsNoOrderlyEndForTheClient) {
  start();
  PlainClient client = connect();
  Peer server = accept();
  server.send_raw({0, 0, 0, 0, 0});
  client.expect_reset();
}

TEST_F(ListenerClientTest, AResetGoesThroughInBothDirections) {
  start();
  {
    PlainClient client = connect();
    Peer server = accept();
    server.reset();
    client.expect_reset();
  }
  PlainClient client = connect();
  Peer server = accept();
  client.reset();
  server.expect_reset();
}

TEST_F(ListenerClientTest, AServerThatIsNotThere) {
  acceptor_.close();
  start();
  connect().expect_reset();
  connect().expect_reset();
}

TEST_F(ListenerClientTest, AServerWithoutAnAddress) {
  options_.connection.server->address.host = "no-such-host.invalid";
  start();
  connect().expect_reset();
}

TEST_F(ListenerClientTest, AServerThatRefusesTheHandshake) {
  start();
  PlainClient client = connect();
  Peer server(acceptor_);
  server.send(21, "\x02\x28");
  client.expect_reset();
}

TEST_F(ListenerClientTest, ASilentServerTimesOut) {
  options_.connection.handshake_timeout = std::chrono::milliseconds(50);
  start();
  PlainClient client = connect();
  Peer silent(acceptor_);
  client.expect_reset();
}

TEST_F(ListenerClientTest, AServerThatIsSilentInASessionTimesOut) {
  options_.connection.relay.idle_timeout = std::chrono::milliseconds(50);
  start();
  PlainClient client = connect();
  accept().expect(21, kCloseNotify);
  client.expect_reset();
}

TEST_F(ListenerClientTest, ACardOfTheOtherRole) {
  card_->is_client = false;
  start();
  connect().expect_reset();
}

TEST_F(ListenerClientTest, OneMoreWaitsAndYetAnotherIsTurnedAway) {
  options_.queue_size = 1;
  start();
  PlainClient first = connect();
  Peer first_server = accept();
  PlainClient second = connect();
  PlainClient third = connect();
  third.expect_reset();
  first.shut_down();
  first_server.expect(21, kCloseNotify);
  first_server.send(21, kCloseNotify);
  second.write("second");
  Peer second_server = accept();
  second_server.expect(23, "second");
}

TEST_F(ListenerClientTest, WhoHasAskedMayWaitAndWhoHasLeftMayNot) {
  start();
  PlainClient first = connect();
  Peer first_server = accept();
  PlainClient left = connect();
  left.reset();
  PlainClient second = connect();
  second.write("question");
  second.shut_down();
  first.shut_down();
  first_server.expect(21, kCloseNotify);
  first_server.send(21, kCloseNotify);
  Peer second_server = accept();
  second_server.expect(23, "question");
  second_server.send(23, "answer");
  EXPECT_EQ(second.read(6), "answer");
}

TEST_F(ListenerClientTest, WhoWaitsTooLongHasNoAnswer) {
  options_.queue_timeout = std::chrono::milliseconds(50);
  start();
  PlainClient first = connect();
  Peer first_server = accept();
  connect().expect_reset();
}

/// Whatever it is that the card does not do any more.
TEST_F(ListenerClientTest, ACardThatGoesIsNoOrderlyEndForEitherSide) {
  const std::function<void(PlainClient&, Peer&)> rows[] = {
      [](PlainClient& client, Peer&) { client.write("question"); },
      [](PlainClient& client, Peer&) { client.shut_down(); },
      [](PlainClient&, Peer& server) { server.send(23, "answer"); },
      [](PlainClient&, Peer& server) { server.send(21, kCloseNotify); },
  };
  std::atomic<bool> is_gone = false;
  while (cards_.size() <= std::size(rows)) add_card();
  for (const auto& card : cards_) {
    dynamic_cast<GlassCard&>(*card).instead = [&](Bytes) -> std::optional<CardResponse> {
      if (is_gone) throw CardUnreachable("the card was pulled out");
      return {};
    };
  }
  start();
  for (const auto& happens : rows) {
    PlainClient client = connect();
    Peer server = accept();
    server.send(23, "news");
    EXPECT_EQ(client.read(4), "news");
    is_gone = true;
    happens(client, server);
    client.expect_reset();
    server.expect_end();  // without close_notify
    is_gone = false;
  }
  stop();
}

TEST_F(ListenerClientTest, ACardThatIsGoneBeforeTheHandshakeIsNoOrderlyEndForTheClient) {
  card_->instead = [](Bytes) -> std::optional<CardResponse> {
    throw CardUnreachable("the card was pulled out");
  };
  add_card();  // the listener goes on
  start();
  PlainClient client = connect();
  Peer server(acceptor_);
  server.expect_end();
  client.expect_reset();
  stop();
}

TEST_F(ListenerClientTest, WhoseCardCannotBeHadGetsAnother) {
  card_->at_occupation = [] { throw CardUnreachable("another program has it"); };
  add_card();
  start();
  PlainClient client = connect();
  client.write("question");
  Peer server = accept();
  server.expect(23, "question");
}

TEST_F(ListenerClientTest, StoppedItSaysCloseNotify) {
  start();
  PlainClient client = connect();
  Peer server = accept();
  client.write("one");
  server.expect(23, "one");
  listener_->stop();
  server.expect_close();
}

TEST_F(ListenerClientTest, StoppedWhileItConnects) {
  // Nobody answers in a network that is for documentation only, RFC 5737; or it can't be reached.
  options_.connection.server->address.host = "192.0.2.1";
  start();
  PlainClient client = connect();
  listener_->stop();
  EXPECT_EQ(client.read(1), "");
}

}  // namespace
}  // namespace tls_se
