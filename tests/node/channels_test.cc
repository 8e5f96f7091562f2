// A node whose cards are the logical channels of one card: their handshakes take turns, and nobody
// who connects sees it.
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <thread>

#include "card/card_objects.h"
#include "node/listener.h"
#include "openssl_peer.h"
#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"
#include "se/applet/secure_element.h"
#include "server_process.h"
#include "support/card_supply.h"
#include "support/record_peer.h"
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

/// One platform and the memory of one handshake; it answers one command at a time.
class ManySessions {
 public:
  explicit ManySessions(uint8_t sessions)
      : crypto_(sessions),
        objects_(std::make_shared<SharedObjects>(profile_of_channels(), crypto_)) {
    crypto_.use_keys(objects_.get());
    for (uint8_t number = 0; number < sessions; ++number) {
      channels_.push_back(std::make_unique<Channel>(*this, number));
    }
  }

  [[nodiscard]] std::vector<std::unique_ptr<CardReader>> readers() {
    std::vector<std::unique_ptr<CardReader>> readers;
    for (const auto& channel : channels_) {
      readers.push_back(std::make_unique<ChannelReader>(*this, *channel));
    }
    return readers;
  }
  /// Commands that were put off.
  [[nodiscard]] size_t put_off() const { return put_off_; }

 private:
  struct Channel {
    Channel(ManySessions& card, uint8_t number)
        : objects(card.objects_, nullptr),
          applet(card.crypto_, objects.settings(), &objects.put_data(), card.handshake_, memory,
                 Slots::of_session(number)) {}
    CardObjects objects;
    std::array<uint8_t, 4096> memory;
    Applet applet;
  };

  class ChannelReader final : public CardReader {
   public:
    ChannelReader(ManySessions& card, Channel& channel) : card_(card), channel_(channel) {}
    CardResponse transmit(Bytes command) override {
      const std::lock_guard lock(card_.one_at_a_time_);
      std::array<uint8_t, 256> response;
      const Response got = channel_.applet.process(command, response);
      if (got.status == sw::kBusy) ++card_.put_off_;
      return {{response.begin(), response.begin() + static_cast<ptrdiff_t>(got.size)}, got.status};
    }
    void reset() override {}
    [[nodiscard]] std::string name() const override { return "channel"; }

   private:
    ManySessions& card_;
    Channel& channel_;
  };

  std::mutex one_at_a_time_;
  OpensslCrypto crypto_;
  HandshakeMemory handshake_{crypto_};
  std::shared_ptr<const SharedObjects> objects_;
  std::vector<std::unique_ptr<Channel>> channels_;
  std::atomic<size_t> put_off_ = 0;
};

class ChannelsTest : public testing::Test {
 protected:
  void SetUp() override {
    spdlog::set_level(spdlog::level::warn);
    ListenerOptions options;
    options.listen = {asio::ip::address_v4::loopback(), 0};
    options.connection.handshake_timeout = std::chrono::seconds(2);
    listener_.emplace(options, supply_of(card_.readers()));
    thread_ = std::thread([this] { listener_->run(); });
  }
  void TearDown() override {
    listener_->stop();
    thread_.join();
    spdlog::set_level(spdlog::level::info);
  }
  [[nodiscard]] uint16_t port() const { return listener_->endpoint().port(); }

  ManySessions card_{4};
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
  EXPECT_GT(card_.put_off(), 5u);
  EXPECT_LT(card_.put_off(), 100u);
}

}  // namespace
}  // namespace tls_se
