// A listener of the role server, over glass cards, with its log.
#pragma once

#include <gtest/gtest.h>

#include <thread>

#include "node/listener.h"
#include "support/card_supply.h"
#include "support/log_capture.h"
#include "support/record_peer.h"

namespace tls_se {

class ListenerTest : public testing::Test {
 protected:
  void SetUp() override {
    options_.listen = {asio::ip::address_v4::loopback(), 0};
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
    GlassCard& reference = *card;
    cards_.push_back(std::move(card));
    return reference;
  }
  void start() { start(supply_of(std::move(cards_))); }
  /// With one card; those that were added to it come as connections do.
  void start_growing() { start(supply_of(std::move(cards_), 1)); }
  /// With one card, of which these are the channels.
  void start_channels() {
    std::vector<CardSupply::Channels> cards;
    cards.push_back(std::move(cards_));
    start(supply_of(std::move(cards), 1));
  }
  void start(CardSupply cards) {
    listener_.emplace(options_, std::move(cards));
    thread_ = std::thread([this] {
      try {
        listener_->run();
      } catch (const std::runtime_error& error) {
        failure_ = error.what();
      }
    });
  }
  /// One card, and the second can't be made.
  CardSupply supply_with_a_bad_end() {
    CardSupply supply = supply_of(std::move(cards_));
    supply.at_most = 3;
    supply.make = [make = supply.make](size_t number) {
      return number == 1 ? make(number) : throw std::runtime_error("no silicon");
    };
    return supply;
  }
  Peer connect() { return Peer(listener_->endpoint()); }
  Peer connect_and_open() {
    Peer peer = connect();
    peer.open();
    return peer;
  }
  /// It has a card, when this returns.
  Peer connect_and_echo(const std::string& content) {
    Peer peer = connect_and_open();
    peer.expect_echo(content);
    return peer;
  }
  static void close(Peer& peer) {
    peer.send(21, kCloseNotify);
    peer.expect_close();
  }

  const LogCapture log_{spdlog::level::info};
  ListenerOptions options_;
  std::vector<std::unique_ptr<CardReader>> cards_;
  GlassCard* card_ = nullptr;  // the first, which the first connection gets
  std::optional<Listener> listener_;
  std::thread thread_;
  std::string failure_;
};

}  // namespace tls_se
