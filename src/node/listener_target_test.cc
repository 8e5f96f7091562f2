// The listener in front of a plain service.
#include <atomic>

#include "support/listener_fixture.h"
#include "support/noise.h"
#include "support/plain_read.h"

namespace tls_se {
namespace {

using asio::ip::tcp;

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

/// Whatever it is that the card does not do any more.
TEST_F(ListenerTargetTest, ACardThatGoesIsNoOrderlyEndForEitherSide) {
  const std::function<void(Peer&, tcp::socket&)> rows[] = {
      [](Peer& peer, tcp::socket&) { peer.send(23, "up"); },
      [](Peer& peer, tcp::socket&) { peer.send(21, kCloseNotify); },
      [](Peer&, tcp::socket& service) { asio::write(service, asio::buffer("down", 4)); },
      [](Peer&, tcp::socket& service) { service.shutdown(tcp::socket::shutdown_send); },
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
    Peer peer = connect_and_open();
    tcp::socket service = accept();
    peer.send(23, "up");
    EXPECT_EQ(plain_read(service, 2), "up");
    is_gone = true;
    happens(peer, service);
    peer.expect_end();  // without close_notify
    char byte;
    asio::error_code error;
    service.read_some(asio::buffer(&byte, 1), error);
    EXPECT_EQ(error, asio::error::connection_reset);
    is_gone = false;
  }
  stop();
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
