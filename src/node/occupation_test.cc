// What comes of a card that can't be had, and when it is released.
#include "node/occupation.h"

#include <gtest/gtest.h>

#include <asio/co_spawn.hpp>

#include "node/echo.h"
#include "reader/channel_reader.h"
#include "support/record_peer.h"

namespace tls_se {
namespace {

class OccupationTest : public testing::Test {
 protected:
  /// A connection on a card that is occupied, with a peer that says all this and leaves.
  void run() {
    Peer peer(acceptor_.local_endpoint());
    peer.open();
    peer.send(23, "one");
    peer.shut_down();
    auto socket = acceptor_.accept();
    const auto connection = std::make_shared<Connection>(
        std::move(socket), std::make_unique<Echo>(io_.get_executor()), options_, "the test");
    ASSERT_EQ(occupy(card_).words, "");
    asio::co_spawn(io_, run_and_release(connection, card_),
                   [&](std::exception_ptr why, const ConnectionEnd&) { thrown_ = std::move(why); });
    io_.run();
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  ConnectionOptions options_;
  GlassCard card_;
  std::exception_ptr thrown_;
};

TEST_F(OccupationTest, LastsFromTheFirstCommandToTheLast) {
  size_t commands = 0;
  card_.instead = [&](Bytes) {
    ++commands;
    EXPECT_TRUE(card_.is_occupied);
    return std::nullopt;
  };
  run();
  EXPECT_FALSE(thrown_);
  EXPECT_GT(commands, 2u);
  EXPECT_EQ(card_.occupations, 1);
  EXPECT_FALSE(card_.is_occupied);
}

TEST_F(OccupationTest, WhateverIsThrownTheCardIsReleased) {
  struct Unheard {};
  card_.instead = [](Bytes) -> std::optional<CardResponse> { throw Unheard(); };
  run();
  EXPECT_TRUE(thrown_);
  EXPECT_EQ(card_.occupations, 1);
  EXPECT_FALSE(card_.is_occupied);
}

TEST_F(OccupationTest, WhatCannotBeHadIsLost) {
  card_.at_occupation = [] { throw CardUnreachable("another program has it"); };
  CardLoss loss = occupy(card_);
  EXPECT_EQ(loss.words, "can't be had: another program has it");
  EXPECT_TRUE(loss.is_of_card);
  card_.at_occupation = [] { throw ChannelLost("the card does not open channel 2 again"); };
  loss = occupy(card_);
  EXPECT_EQ(loss.words, "can't be had: the card does not open channel 2 again");
  EXPECT_FALSE(loss.is_of_card);
  struct Unheard {};
  card_.at_occupation = [] { throw Unheard(); };
  loss = occupy(card_);
  EXPECT_EQ(loss.words, "can't be had: an error without words");
  EXPECT_TRUE(loss.is_of_card);
}

}  // namespace
}  // namespace tls_se
