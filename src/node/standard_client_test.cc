// The client of standard input and output, as far as it goes without them.
#include "node/standard_client.h"

#include <gtest/gtest.h>

#include <new>

#include "support/glass_card.h"

namespace tls_se {
namespace {

class StandardClientTest : public testing::Test {
 protected:
  void SetUp() override {
    card_.is_client = true;
    options_.server = {.address = {"127.0.0.1", acceptor_.local_endpoint().port()},
                       .circumstances = {.name = "server.example"}};
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  GlassCard card_;
  ConnectionOptions options_;
};

TEST_F(StandardClientTest, ACardThatRunsOutOfMemoryIsItsEnd) {
  bool thrown = false;
  card_.instead = [&](Bytes command) -> std::optional<CardResponse> {
    if (is_reset(command) && !std::exchange(thrown, true)) throw std::bad_alloc();
    return {};
  };
  const ConnectionEnd end = run_standard_client(card_, options_);
  EXPECT_EQ(to_string(end), "the handshake failed: std::bad_alloc");
  EXPECT_EQ(end.card_loss.words, "");
}

TEST_F(StandardClientTest, ItsCardIsOccupiedMeanwhile) {
  size_t commands = 0;
  card_.instead = [&](Bytes) -> std::optional<CardResponse> {
    EXPECT_TRUE(card_.is_occupied);
    if (++commands > 2) throw std::runtime_error("gone");
    return {};
  };
  EXPECT_NE(run_standard_client(card_, options_).card_loss.words, "");
  EXPECT_GT(commands, 2u);
  EXPECT_EQ(card_.occupations, 1);
  EXPECT_FALSE(card_.is_occupied);
}

TEST_F(StandardClientTest, ACardThatCannotBeHadIsItsError) {
  card_.at_occupation = [] { throw CardUnreachable("another program has it"); };
  try {
    (void)run_standard_client(card_, options_);
    ADD_FAILURE() << "without a card";
  } catch (const CardUnreachable& error) {
    EXPECT_STREQ(error.what(), "another program has it");
  }
  EXPECT_TRUE(card_.commands.empty());
}

TEST_F(StandardClientTest, WhatNobodyExpectsIsThrown) {
  struct Unheard {};
  card_.instead = [](Bytes) -> std::optional<CardResponse> { throw Unheard(); };
  EXPECT_ANY_THROW((void)run_standard_client(card_, options_));
}

}  // namespace
}  // namespace tls_se
