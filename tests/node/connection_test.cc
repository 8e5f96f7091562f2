// What a TLS peer can do to the whole program, well and badly behaved.
#include <gtest/gtest.h>

#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>

#include "support/openssl_peer.h"
#include "se/base/alert.h"
#include "support/server_process.h"
#include "support/noise.h"
#include "support/plain_read.h"

namespace tls_se {
namespace {

using asio::ip::tcp;

/// A TCP connection without TLS.
class RawPeer {
 public:
  explicit RawPeer(uint16_t port) { socket_.connect({asio::ip::address_v4::loopback(), port}); }
  void write(const std::string& bytes) { asio::write(socket_, asio::buffer(bytes)); }
  /// Everything until the end of the stream.
  std::string read_all() {
    std::string bytes;
    asio::error_code error;
    asio::read(socket_, asio::dynamic_buffer(bytes), error);
    return bytes;
  }

 private:
  asio::io_context io_;
  tcp::socket socket_{io_};
};

class ConnectionTest : public testing::Test {
 protected:
  void start(const std::vector<std::string>& options = {}) { server_.emplace(options); }
  void TearDown() override {
    if (!server_ || IsSkipped()) return;
    EXPECT_EQ(server_->terminate(), 0) << server_->log();
  }

  /// The server is as good as new: a handshake, and data there and back.
  void expect_service() {
    OpensslClient client(server_->port());
    ASSERT_TRUE(client.handshake()) << server_->log();
    client.write("still there?");
    EXPECT_EQ(client.read(12), "still there?");
    client.close();
    EXPECT_TRUE(client.closed_by_peer());
  }
  void expect_alert(OpensslClient::Options options, Alert alert) {
    OpensslClient client(server_->port(), std::move(options));
    EXPECT_FALSE(client.handshake());
    EXPECT_EQ(client.alert(), static_cast<int>(alert));
  }

  std::optional<ServerProcess> server_;
};

TEST_F(ConnectionTest, DataOfEverySize) {
  start();
  OpensslClient client(server_->port());
  ASSERT_TRUE(client.handshake());
  for (const size_t size : {1, 2, 255, 256, 257, 16383, 16384, 16385, 100000}) {
    const std::string text = noise(size);
    client.write(text);
    EXPECT_EQ(client.read(size), text) << size;
  }
  client.close();
  EXPECT_TRUE(client.closed_by_peer());
}

TEST_F(ConnectionTest, InFragmentsOfOneByteAndSmallRecords) {
  start({"--fragment", "1", "--max-content", "100"});
  expect_service();
}

TEST_F(ConnectionTest, ALongClientHello) {
  start();
  OpensslClient client(server_->port(), {.groups = "X25519:P-256", .alpn_size = 4000});
  ASSERT_TRUE(client.handshake()) << server_->log();
  client.write("x");
  EXPECT_EQ(client.read(1), "x");
}

TEST_F(ConnectionTest, KeyUpdatesOfBothKinds) {
  start();
  OpensslClient client(server_->port());
  ASSERT_TRUE(client.handshake());
  for (const bool requested : {true, false, true, true, false}) {
    client.key_update(requested);
    client.write("after the update");
    EXPECT_EQ(client.read(16), "after the update");
  }
  client.close();
  EXPECT_TRUE(client.closed_by_peer());
}

TEST_F(ConnectionTest, AWrongPsk) {
  start();
  expect_alert({.psk = "ff"}, Alert::decrypt_error);
  EXPECT_TRUE(server_->logs(sent_by_card("decrypt_error", "the binder does not fit: another PSK")));
  expect_service();
}

TEST_F(ConnectionTest, AnUnknownIdentity) {
  start();
  OpensslClient client(server_->port(), {.identity = "nobody"});
  EXPECT_FALSE(client.handshake());
  EXPECT_GT(client.alert(), 0);
  EXPECT_TRUE(server_->logs(sent_by_card("unknown_psk_identity", "an unknown PSK identity")));
  expect_service();
}

TEST_F(ConnectionTest, NoCipherSuiteInCommon) {
  start();
  expect_alert({.ciphersuites = "TLS_AES_256_GCM_SHA384"}, Alert::handshake_failure);
  expect_service();
}

TEST_F(ConnectionTest, ABrokenRecord) {
  start();
  OpensslClient client(server_->port());
  ASSERT_TRUE(client.handshake());
  client.write_raw(std::string("\x17\x03\x03\x00\x14", 5) + std::string(20, 'x'));
  EXPECT_FALSE(client.closed_by_peer() && client.alert() <= 0);
  EXPECT_EQ(client.alert(), static_cast<int>(Alert::bad_record_mac));
  expect_service();
}

TEST_F(ConnectionTest, GarbageInsteadOfTls) {
  start();
  for (const std::string& garbage :
       {std::string("GET / HTTP/1.1\r\n\r\n"), std::string(1000, '\0'), std::string(1000, '\xff'),
        std::string("\x16\x03\x01\xff\xff", 5),
        std::string("\x16\x03\x01\x00\x04\x01\x00\x00\x00", 9),
        std::string("\x16\x03\x03\x00\x00", 5), std::string("\x17\x03\x03\x00\x01x", 6),
        std::string("\x14\x03\x03\x00\x01\x02", 6)}) {
    RawPeer peer(server_->port());
    peer.write(garbage);
    const std::string answer = peer.read_all();
    EXPECT_EQ(answer.size(), 7) << testing::PrintToString(garbage.substr(0, 10)) << server_->log();
    EXPECT_TRUE(answer.starts_with("\x15\x03\x03")) << testing::PrintToString(answer);
  }
  expect_service();
}

TEST_F(ConnectionTest, ATruncatedStream) {
  start();
  OpensslClient client(server_->port());
  ASSERT_TRUE(client.handshake());
  client.write("x");
  client.shut_down_tcp();
  EXPECT_EQ(client.read(1), "x");
  EXPECT_TRUE(client.closed_by_peer());
  EXPECT_TRUE(server_->logs("without close_notify"));
  expect_service();
}

TEST_F(ConnectionTest, AReset) {
  start();
  {
    OpensslClient client(server_->port());
    client.reset_tcp();
  }
  {
    OpensslClient client(server_->port());
    ASSERT_TRUE(client.handshake());
    client.write("x");
    client.reset_tcp();
  }
  expect_service();
}

TEST_F(ConnectionTest, SilentPeers) {
  start({"--handshake-timeout", "1", "--idle-timeout", "1"});
  RawPeer silent(server_->port());
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_TRUE(server_->logs("no handshake in time"));
  OpensslClient idle(server_->port());
  ASSERT_TRUE(idle.handshake());
  EXPECT_TRUE(idle.closed_by_peer());
  EXPECT_TRUE(server_->logs("the peer was silent"));
}

TEST_F(ConnectionTest, TwoAtOnceAndAThirdWaits) {
  start({"--cards", "2"});
  auto first = std::make_unique<OpensslClient>(server_->port());
  OpensslClient second(server_->port());
  ASSERT_TRUE(first->handshake());
  ASSERT_TRUE(second.handshake());
  first->write("one");
  second.write("two");
  EXPECT_EQ(second.read(3), "two");
  EXPECT_EQ(first->read(3), "one");

  OpensslClient third(server_->port());
  std::jthread later([&] {
    first->close();
    EXPECT_TRUE(first->closed_by_peer());
    first.reset();
  });
  ASSERT_TRUE(third.handshake());  // with the first one's card
  third.write("three");
  EXPECT_EQ(third.read(5), "three");
  second.write("two again");
  EXPECT_EQ(second.read(9), "two again");
}

TEST_F(ConnectionTest, TerminatedItSaysCloseNotify) {
  start();
  OpensslClient client(server_->port());
  ASSERT_TRUE(client.handshake());
  client.write("x");
  EXPECT_EQ(client.read(1), "x");
  EXPECT_EQ(server_->terminate(), 0);
  EXPECT_TRUE(client.closed_by_peer());
  server_.reset();
}

/// Behind --target a plain TCP service.
class RelayedConnectionTest : public ConnectionTest {
 protected:
  void SetUp() override {
    start({"--target", "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port())});
  }

  asio::io_context io_;
  tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
};

TEST_F(RelayedConnectionTest, HalfCloseByTheClient) {
  OpensslClient client(server_->port());
  ASSERT_TRUE(client.handshake());
  tcp::socket service = acceptor_.accept();
  client.write("the question");
  client.close();
  EXPECT_EQ(plain_read(service, 100), "the question");  // and its end
  const std::string answer = noise(50000);
  asio::write(service, asio::buffer(answer));
  service.close();
  EXPECT_EQ(client.read(50000), answer);
  EXPECT_TRUE(client.closed_by_peer());
  EXPECT_TRUE(server_->logs("closed by close_notify, 12 bytes in, 50000 out"));
}

TEST_F(RelayedConnectionTest, HalfCloseByTheService) {
  OpensslClient client(server_->port());
  ASSERT_TRUE(client.handshake());
  tcp::socket service = acceptor_.accept();
  asio::write(service, asio::buffer("the news", 8));
  service.shutdown(tcp::socket::shutdown_send);
  EXPECT_EQ(client.read(8), "the news");
  EXPECT_TRUE(client.closed_by_peer());
  const std::string thanks = noise(50000);
  client.write(thanks);
  client.close();
  EXPECT_EQ(plain_read(service, 50001), thanks);
  EXPECT_TRUE(server_->logs("closed by close_notify, 50000 bytes in, 8 out"));
}

TEST_F(RelayedConnectionTest, KeyUpdateWhileTheServiceTalks) {
  OpensslClient client(server_->port());
  ASSERT_TRUE(client.handshake());
  tcp::socket service = acceptor_.accept();
  const std::string news = noise(1 << 20);
  std::jthread talk([&] {
    asio::error_code error;
    asio::write(service, asio::buffer(news), error);
  });
  std::string got;
  while (got.size() < news.size()) {
    client.key_update(true);
    const std::string part = client.read(std::min<size_t>(40000, news.size() - got.size()));
    ASSERT_FALSE(part.empty()) << server_->log();
    got += part;
  }
  EXPECT_TRUE(got == news);
}

TEST_F(RelayedConnectionTest, NoClientReachesTheServiceWithoutTheKey) {
  OpensslClient client(server_->port(), {.psk = "ff"});
  EXPECT_FALSE(client.handshake());
  acceptor_.non_blocking(true);
  asio::error_code error;
  acceptor_.accept(error);
  EXPECT_EQ(error, asio::error::would_block);
}

}  // namespace
}  // namespace tls_se
