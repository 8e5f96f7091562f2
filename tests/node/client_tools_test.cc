// The whole program as a client of real servers from the command line.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "support/client_process.h"
#include "support/loopback_port.h"
#include "support/noise.h"
#include "support/words.h"

namespace tls_se {
namespace {

Words s_server(uint16_t port, const Words& more) {
  return Words{"openssl",       "s_server",   "-accept", loopback(port), "-tls1_3",
               "-ciphersuites", kCipherSuite, "-nocert", "-psk",         kPsk,
               "-psk_identity", kIdentity} +
         more;
}

/// `openssl s_server`.
class SServerTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
  }
  void start(const Words& options) {
    server_.emplace(s_server(port_, options));
    await_listener(port_);
  }

  const uint16_t port_ = free_port();
  std::optional<ChildProcess> server_;
};

TEST_F(SServerTest, LinesThereAndBack) {
  start({"-rev"});
  for (int i = 0; i < 3; ++i) {
    ClientProcess client(loopback(port_));
    client.write("hello\n");
    ASSERT_TRUE(client.prints("olleh\n")) << client.errors();
    client.write("world\n");
    client.close_input();
    EXPECT_EQ(client.exit_code(), 0) << client.errors();
    EXPECT_EQ(client.output(), "olleh\ndlrow\n");
    EXPECT_TRUE(client.errors().contains("open, PSK, TLS_AES_128_CCM_SHA256")) << client.errors();
  }
}

TEST_F(SServerTest, SmallAndPaddedRecords) {
  start({"-rev", "-max_send_frag", "512", "-record_padding", "64"});
  ClientProcess client(loopback(port_));
  const std::string line(10000, 'x');
  client.write(line + "\n");
  client.close_input();
  EXPECT_EQ(client.exit_code(), 0) << client.errors();
  EXPECT_EQ(client.output(), line + "\n");
}

TEST_F(SServerTest, MuchBothWaysAtOnce) {
  constexpr size_t kSize = 3 << 20;
  const std::string up = noise(kSize);
  const std::string down(up.rbegin(), up.rend());
  start({"-quiet"});
  ClientProcess client(loopback(port_));
  ASSERT_TRUE(client.opens()) << client.errors();
  std::jthread feed([&] { client.write(up); });
  server_->write(down);
  feed.join();
  for (int i = 0; i < 300 && client.output().size() < kSize; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  client.close_input();
  EXPECT_EQ(client.exit_code(), 0) << client.errors();
  EXPECT_TRUE(client.output() == down) << client.output().size();
  server_->signal(SIGTERM);
  (void)server_->exit_code();
  EXPECT_TRUE(server_->output() == up) << server_->output().size();
}

TEST_F(SServerTest, KeyUpdate) {
  start({});
  ClientProcess client(loopback(port_));
  ASSERT_TRUE(client.opens()) << client.errors();
  for (size_t i = 0; i < 3; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    server_->write("K\n");  // KeyUpdate with update_requested
    ASSERT_TRUE(server_->prints("SSL_do_handshake -> 1", i + 1)) << server_->output();
    server_->write(line);
    ASSERT_TRUE(client.prints(line)) << client.errors();
    client.write(line);
    ASSERT_TRUE(server_->prints(line)) << server_->output();
  }
  client.close_input();
  EXPECT_EQ(client.exit_code(), 0) << client.errors();
}

TEST_F(SServerTest, AWrongPsk) {
  start({"-psk", "0123"});
  ClientProcess client(loopback(port_));
  EXPECT_EQ(client.exit_code(), 1);
  EXPECT_TRUE(client.errors().contains("illegal_parameter, received from the peer"))
      << client.errors();
  EXPECT_TRUE(client.errors().contains("same PSK")) << client.errors();
}

class GnutlsServTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!is_installed("gnutls-serv")) GTEST_SKIP() << "no gnutls-serv here";
    std::ofstream(keys_) << kIdentity << ":" << kPsk << "\n";
  }
  void TearDown() override { std::filesystem::remove(keys_); }
  Words command(const Words& more = {}) const {
    return Words{"gnutls-serv",
                 "--echo",
                 "-p",
                 std::to_string(port_),
                 "--priority",
                 "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-CCM:-GROUP-ALL:"
                 "+GROUP-SECP256R1:-KX-ALL:+ECDHE-PSK",
                 "--pskpasswd",
                 keys_} +
           more;
  }
  void expect_echo() {
    await_listener(port_);
    ClientProcess client(loopback(port_));
    client.write("hello\n");
    ASSERT_TRUE(client.prints("hello\n")) << client.errors();
    client.write("world\n");
    ASSERT_TRUE(client.prints("world\n")) << client.errors();
    client.close_input();
    EXPECT_EQ(client.exit_code(), 0) << client.errors();
  }

  const uint16_t port_ = free_port();
  const std::string keys_ = testing::TempDir() + "tls-se-psk-" + std::to_string(getpid());
};

TEST_F(GnutlsServTest, Echo) {
  ChildProcess server(command());
  expect_echo();
}

TEST_F(GnutlsServTest, AWrongPsk) {
  std::ofstream(keys_) << kIdentity << ":0123\n";
  ChildProcess server(command());
  await_listener(port_);
  ClientProcess client(loopback(port_));
  EXPECT_EQ(client.exit_code(), 1);
  EXPECT_TRUE(client.errors().contains("received from the peer")) << client.errors();
  EXPECT_TRUE(client.errors().contains("same PSK")) << client.errors();
}

/// An MQTT broker with TLS, and its clients without: each goes through a card.
class MosquittoTest : public testing::Test {
 protected:
  void SetUp() override {
    // Debian has the broker in /usr/sbin, which not everybody's PATH holds.
    const std::string broker = is_installed("mosquitto") ? "mosquitto" : "/usr/sbin/mosquitto";
    if (!std::filesystem::exists("/usr/sbin/mosquitto") || !is_installed("mosquitto_pub")) {
      GTEST_SKIP() << "no mosquitto here";
    }
    std::ofstream(keys_) << kIdentity << ":" << kPsk << "\n";
    std::ofstream(configuration_)
        << "listener " << port_ << " 127.0.0.1\n"
        << "psk_file " << keys_ << "\npsk_hint hint\n"
        << "tls_version tlsv1.3\nciphers_tls1.3 " << kCipherSuite
        << "\nallow_anonymous true\npersistence false\nlog_dest stderr\nlog_type all\n";
    broker_.emplace(Words{broker, "-c", configuration_});
    ASSERT_TRUE(broker_->prints_error("running")) << broker_->errors();
  }
  void TearDown() override {
    std::filesystem::remove(keys_);
    std::filesystem::remove(configuration_);
  }
  void start(const Words& options) { node_.emplace(loopback(port_), options); }
  Words topic() const {
    return {"-h", "127.0.0.1", "-p", std::to_string(node_->port()), "-t", "a/topic"};
  }
  /// One that has subscribed, and stays until it has heard so many messages.
  std::unique_ptr<ChildProcess> subscribe(size_t messages) {
    auto subscriber = std::make_unique<ChildProcess>(
        Words{"mosquitto_sub", "-C", std::to_string(messages)} + topic());
    EXPECT_TRUE(broker_->prints_error("Sending SUBACK")) << broker_->errors() << node_->log();
    return subscriber;
  }
  int publish(const std::string& message) {
    ChildProcess publisher(Words{"mosquitto_pub", "-s"} + topic());
    publisher.write(message);
    publisher.close_input();
    return publisher.exit_code();
  }

  const uint16_t port_ = free_port();
  const std::string keys_ = testing::TempDir() + "tls-se-mosquitto-" + std::to_string(getpid());
  const std::string configuration_ = keys_ + ".conf";
  std::optional<ChildProcess> broker_;
  std::optional<ListeningClientProcess> node_;
};

TEST_F(MosquittoTest, PublishersAndASubscriberAtOnce) {
  start({});
  const auto subscriber = subscribe(3);
  const std::string large(100000, 'x');
  for (const std::string& message : {std::string("one"), std::string("two"), large}) {
    EXPECT_EQ(publish(message), 0) << node_->log();
  }
  EXPECT_EQ(subscriber->exit_code(), 0) << subscriber->errors() << node_->log();
  for (const std::string& message : {std::string("one"), std::string("two"), large}) {
    EXPECT_TRUE(subscriber->output().contains(message + "\n"));
  }
  EXPECT_EQ(node_->terminate(), 0);
  EXPECT_TRUE(node_->log().contains("closed by close_notify")) << node_->log();
  EXPECT_FALSE(node_->log().contains("waits")) << node_->log();
}

TEST_F(MosquittoTest, WithOneCardAPublisherIsToldWhyItWaitsAndTurnedAway) {
  start({"--cards", "1", "--queue-timeout", "1"});
  const auto subscriber = subscribe(1);
  EXPECT_NE(publish("one"), 0) << node_->log();
  EXPECT_TRUE(node_->logs("waits: the only card is in use (--cards N gives more")) << node_->log();
  EXPECT_TRUE(
      node_->logs("turned away: it has waited for 1 s (--queue-timeout), and the only card"))
      << node_->log();
  EXPECT_EQ(node_->terminate(), 0);
  EXPECT_EQ(subscriber->output(), "");
}

}  // namespace
}  // namespace tls_se
