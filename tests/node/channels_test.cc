// A node whose cards are the logical channels of one card: their handshakes take turns, and nobody
// who connects sees it.
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <latch>
#include <thread>

#include "node/listener.h"
#include "support/openssl_peer.h"
#include "reader/channel_reader.h"
#include "support/server_process.h"
#include "support/card_supply.h"
#include "support/record_peer.h"
#include "support/watched_card.h"
#include "text/hex.h"

namespace tls_se {
namespace {

/// With the PSK that an OpensslClient has.
CardProfile profile_of_channels() {
  const std::string identity = "Client_identity";
  CardProfile profile;
  profile.psks = {{{identity.begin(), identity.end()}, parse_hex(kPsk).value()}};
  profile.cipher_suites = {&kAes128CcmSha256};
  return profile;
}

/// Counts commands that were put off.
class CountingReader final : public CardReader {
 public:
  CountingReader(std::unique_ptr<CardReader> card, std::atomic<size_t>& put_off)
      : card_(std::move(card)), put_off_(put_off) {}
  CardResponse transmit(Bytes command) override {
    CardResponse response = card_->transmit(command);
    if (response.status == sw::kBusy) ++put_off_;
    return response;
  }
  void reset() override { card_->reset(); }
  [[nodiscard]] std::string name() const override { return card_->name(); }

 private:
  const std::unique_ptr<CardReader> card_;
  std::atomic<size_t>& put_off_;
};

class ChannelsTest : public testing::Test {
 protected:
  void SetUp() override {
    spdlog::set_level(spdlog::level::warn);
    auto card = std::make_unique<CountingReader>(
        test::watched_card(profile_of_channels(), kChannels), put_off_);
    ListenerOptions options;
    options.listen = {asio::ip::address_v4::loopback(), 0};
    options.connection.handshake_timeout = std::chrono::seconds(2);
    std::vector<CardSupply::Channels> cards;
    cards.push_back(open_channels(std::move(card), kChannels));
    listener_.emplace(options, supply_of(std::move(cards), 1));
    thread_ = std::thread([this] { listener_->run(); });
  }
  void TearDown() override {
    listener_->stop();
    thread_.join();
    spdlog::set_level(spdlog::level::info);
  }
  [[nodiscard]] uint16_t port() const { return listener_->endpoint().port(); }

  static constexpr size_t kChannels = 4;
  std::atomic<size_t> put_off_ = 0;
  std::optional<Listener> listener_;
  std::thread thread_;
};

TEST_F(ChannelsTest, AllOpenAtOnce) {
  constexpr int kClients = 4;
  constexpr int kRounds = 10;
  for (int round = 0; round < kRounds; ++round) {
    std::latch all_open(kClients);
    std::vector<std::thread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([&, i] {
        OpensslClient client(port());
        EXPECT_TRUE(client.handshake());
        all_open.arrive_and_wait();
        const std::string words(1000, static_cast<char>('a' + i));
        client.write(words);
        EXPECT_EQ(client.read(words.size()), words);
        client.close();
        EXPECT_TRUE(client.closed_by_peer());
      });
    }
    for (std::thread& client : clients) client.join();
  }
}

/// Who begins a handshake and does not go on keeps the others waiting until the node gives it up.
TEST_F(ChannelsTest, OneThatStallsIsWaitedFor) {
  Peer stalls(listener_->endpoint());
  stalls.send(22, std::string("\x01\x00\x00\xf0", 4));  // of a ClientHello
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  OpensslClient client(port());
  EXPECT_TRUE(client.handshake());
  client.write("on");
  EXPECT_EQ(client.read(2), "on");
  EXPECT_GT(put_off_.load(), 5u);
  EXPECT_LT(put_off_.load(), 100u);
}

}  // namespace
}  // namespace tls_se
