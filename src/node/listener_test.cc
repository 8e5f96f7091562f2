// The listener over glass cards, in the role server: what passes, and how it ends.
#include "support/listener_fixture.h"

namespace tls_se {
namespace {

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

}  // namespace
}  // namespace tls_se
