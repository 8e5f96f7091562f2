// KeyUpdate from the card's side. A node asks for it after very many records; here after each, in
// this process, since the program has no option for that.
#include <gtest/gtest.h>

#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>
#include <atomic>
#include <thread>

#include "interop/card.h"
#include "interop/parties.h"
#include "interop/session.h"
#include "node/listener.h"
#include "profile/profile_reader.h"
#include "support/card_supply.h"
#include "support/watched_card.h"

namespace tls_se::interop {
namespace {

using asio::ip::tcp;

/// Counts what the node has the card encrypt: KeyUpdates.
class CountingCard : public CardReader {
 public:
  CountingCard(const CardProfile& profile, std::atomic<int>& key_updates)
      : card_(test::watched_card(profile)), key_updates_(key_updates) {}
  CardResponse transmit(Bytes command) override {
    constexpr uint8_t kKeyUpdate[] = {24, 0, 0, 1, 0, 22};
    if (command.size() > 5 && same_bytes(command.subspan(5), kKeyUpdate)) ++key_updates_;
    return card_->transmit(command);
  }
  void reset() override { card_->reset(); }
  std::string name() const override { return card_->name(); }

 private:
  std::unique_ptr<CardReader> card_;
  std::atomic<int>& key_updates_;
};

/// The node, for one connection.
class RekeyingNode {
 public:
  RekeyingNode(const CardSettings& settings, uint16_t server_port)
      : listener_(options(settings, server_port), cards(settings)),
        thread_([this] { listener_.run(); }) {}
  ~RekeyingNode() { listener_.stop(); }

  /// Of a server's card for TLS, of a client's for plain data.
  [[nodiscard]] uint16_t port() const { return listener_.endpoint().port(); }
  [[nodiscard]] int key_updates() const { return key_updates_; }

 private:
  static ListenerOptions options(const CardSettings& settings, uint16_t server_port) {
    ListenerOptions options;
    options.listen = {asio::ip::address_v4::loopback(), 0};
    options.connection_limit = 1;
    options.connection.tls.session.records_per_key = 1;
    if (!settings.is_client()) return options;
    options.connection.server.emplace();
    options.connection.server->address = {"127.0.0.1", server_port};
    options.connection.server->circumstances.name = kPeerName;
    return options;
  }
  /// One.
  CardSupply cards(const CardSettings& settings) {
    std::vector<std::unique_ptr<CardReader>> card;
    card.push_back(
        std::make_unique<CountingCard>(load_card_profile(write_profile(settings)), key_updates_));
    return supply_of(std::move(card));
  }

  std::atomic<int> key_updates_ = 0;
  Listener listener_;
  std::jthread thread_;
};

/// A program without TLS, behind a client's node.
class PlainClient {
 public:
  explicit PlainClient(uint16_t port) { socket_.connect({asio::ip::address_v4::loopback(), port}); }
  void write(const std::string& text) { asio::write(socket_, asio::buffer(text)); }
  std::string read(size_t size) {
    std::string text(size, '\0');
    asio::error_code error;
    text.resize(asio::read(socket_, asio::buffer(text), error));
    return text;
  }

 private:
  asio::io_context io_;
  tcp::socket socket_{io_};
};

constexpr size_t kSizes[] = {30, 300, 3000, 31, 32};

class CardsKeyUpdateTest : public testing::TestWithParam<Parties> {
 protected:
  void SetUp() override {
    if (!is_installed(GetParam().stack)) GTEST_SKIP() << "no " << name_of(GetParam().stack);
  }
  static void converse_with_client(const Arrangement& arrangement) {
    const RekeyingNode node(arrangement.card, 0);
    const auto peer = start_peer(GetParam().stack, arrangement.peer, node.port());
    ASSERT_TRUE(peer->opens()) << peer->says();
    for (const size_t size : kSizes) {
      peer->send(digits(size));
      ASSERT_TRUE(peer->receives(digits(size))) << size << peer->says();
    }
    EXPECT_EQ(node.key_updates(), std::size(kSizes) - 1);
    peer->close();
    EXPECT_EQ(peer->exit_code(), 0) << peer->says();
  }
  static void converse_with_server(const Arrangement& arrangement) {
    const auto peer = start_peer(GetParam().stack, arrangement.peer, 0);
    const RekeyingNode node(arrangement.card, peer->port());
    PlainClient client(node.port());
    for (const size_t size : kSizes) {
      const std::string text = digits(size);
      client.write(text);
      if (!peer->is_echo()) {
        ASSERT_TRUE(peer->receives(text)) << size << peer->says();
        peer->send(text);
      }
      ASSERT_EQ(client.read(size), text) << peer->says();
    }
    EXPECT_EQ(node.key_updates(), std::size(kSizes) - 1);
  }
};

TEST_P(CardsKeyUpdateTest, AfterEachRecord) {
  const Credentials credentials;
  const Arrangement arrangement = arrange(credentials, GetParam().card, GetParam().mode);
  if (GetParam().card == Role::server) {
    converse_with_client(arrangement);
  } else {
    converse_with_server(arrangement);
  }
}

INSTANTIATE_TEST_SUITE_P(Interop, CardsKeyUpdateTest, testing::ValuesIn(all_parties()),
                         [](const auto& row) { return name_of(row.param); });

}  // namespace
}  // namespace tls_se::interop
