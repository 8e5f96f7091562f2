// A connection over a glass card that does what it should not, and what is then told of it. All of
// it is one thread: what the peer says is said before.
#include "node/connection.h"

#include <gtest/gtest.h>

#include <asio/co_spawn.hpp>
#include <new>

#include "node/echo.h"
#include "reader/channel_reader.h"
#include "support/quick_ack.h"
#include "support/record_peer.h"

namespace tls_se {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  ConnectionEnd run() {
    asio::ip::tcp::socket socket(io_);
    if (options_.server) {
      options_.server->address = {"127.0.0.1", acceptor_.local_endpoint().port()};
    } else {
      socket = acceptor_.accept();
      accepted_ = socket.native_handle();
    }
    const auto connection = std::make_shared<Connection>(
        std::move(socket), std::make_unique<Echo>(io_.get_executor()), options_, "the test");
    ConnectionEnd end;
    std::exception_ptr thrown;
    asio::co_spawn(io_, connection->run(card_), [&](std::exception_ptr why, ConnectionEnd how) {
      thrown = std::move(why);
      end = std::move(how);
    });
    io_.run();
    EXPECT_FALSE(thrown);
    return end;
  }
  /// Whatever the card would say to RESET, it says this.
  void at_reset(const CardResponse& response) {
    card_.instead = [=](Bytes command) {
      return is_reset(command) ? std::optional(response) : std::nullopt;
    };
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  GlassCard card_;
  ConnectionOptions options_;
  int accepted_ = -1;
};

class FailingAtReset : public ConnectionTest, public testing::WithParamInterface<Role> {
 protected:
  void SetUp() override {
    if (GetParam() == Role::client) options_.server = {.circumstances = {.name = "a.example"}};
    card_.is_client = GetParam() == Role::client;
  }
  /// Of a connection to a peer that waits for the end.
  ConnectionEnd run_with_peer() {
    if (GetParam() == Role::client) return run();
    Peer peer(acceptor_.local_endpoint());
    peer.shut_down();
    const ConnectionEnd end = run();
    heard_ = peer.receive(100);
    return end;
  }

  std::vector<uint8_t> heard_;  // by a client
};

TEST_P(FailingAtReset, AnAlertIsNoClientHello) {
  const auto alert = record(21, "\x02\x50");
  at_reset({alert, sw::kClose});
  const ConnectionEnd end = run_with_peer();
  EXPECT_TRUE(to_string(end).starts_with("the handshake failed: internal_error, sent by the card"))
      << to_string(end);
  EXPECT_EQ(heard_, GetParam() == Role::server ? alert : std::vector<uint8_t>{});
}

TEST_P(FailingAtReset, ASilentCardIsNoServers) {
  at_reset({{}, sw::join(sw::kError, 80)});
  const std::string words = to_string(run_with_peer());
  EXPECT_TRUE(words.starts_with("the handshake failed: internal_error, found by the card"))
      << words;
}

TEST_P(FailingAtReset, AnythingElseIsNoClientHelloEither) {
  at_reset({record(23, "hello"), sw::kOk});
  const std::string words = to_string(run_with_peer());
  EXPECT_TRUE(words.contains("no ClientHello")) << words;
}

TEST_F(ConnectionTest, ACardThatRunsOutOfMemoryIsReset) {
  Peer peer(acceptor_.local_endpoint());
  peer.open();
  peer.send(23, "one");
  int resets = 0;
  card_.instead = [&](Bytes command) -> std::optional<CardResponse> {
    if (is_reset(command)) ++resets;
    const bool decrypts = command[1] == ins::kRecv && command[2] == p1::kDecrypt;
    if (decrypts) throw std::bad_alloc();
    return {};
  };
  const ConnectionEnd end = run();
  EXPECT_EQ(end.cause, ConnectionEnd::Cause::failed);
  EXPECT_TRUE(to_string(end).starts_with("failed: std::bad_alloc")) << to_string(end);
  EXPECT_EQ(end.card_loss.words, "");
  EXPECT_EQ(resets, 2);
}

TEST_P(FailingAtReset, ACardThatCannotBeResetServesNobody) {
  const std::pair<CardResponse, std::string> rows[] = {
      {{{}, 0x6f00}, "can't be reset: the card's platform failed (6F00)"},
      {{{}, sw::kPlatformError}, "can't be reset: the card's platform failed (6F01)"},
      {{{}, sw::kFunctionNotSupported}, "can't be reset: the card refuses a command: 6A81"},
      {{{}, sw::kConditionsNotSatisfied}, "can't be reset: the card takes no such command"},
      {{{}, sw::join(sw::kError, 80)}, "can't be reset: internal_error, found by the card"},
      {{record(21, "\x02\x50"), sw::kClose}, "can't be reset: internal_error, sent by the card"},
      {{{}, sw::kOpen}, "can't be reset: no reason known"},
  };
  for (const auto& [response, words] : rows) {
    at_reset(response);
    const ConnectionEnd end = run_with_peer();
    EXPECT_TRUE(end.card_loss.words.starts_with(words)) << end.card_loss.words;
    EXPECT_FALSE(end.in_order());
    io_.restart();
  }
}

TEST_F(ConnectionTest, ACardWhosePlatformFailsIsResetAndKept) {
  Peer peer(acceptor_.local_endpoint());
  peer.open();
  int resets = 0;
  card_.instead = [&](Bytes command) -> std::optional<CardResponse> {
    if (is_reset(command)) ++resets;
    const bool works = command[1] == ins::kRecv && !is_reset(command);
    if (works) return CardResponse{{}, sw::kPlatformError};
    return {};
  };
  EXPECT_EQ(run().card_loss.words, "");
  EXPECT_EQ(resets, 2);
}

TEST_F(ConnectionTest, ACardThatCannotBeReachedServesNobody) {
  Peer peer(acceptor_.local_endpoint());
  card_.instead = [](Bytes) -> std::optional<CardResponse> { throw std::runtime_error("gone"); };
  const CardLoss loss = run().card_loss;
  EXPECT_EQ(loss.words, "can't be reached any more: gone");
  EXPECT_TRUE(loss.is_of_card);
}

/// As when its power has gone for a moment.
TEST_F(ConnectionTest, AChannelThatHasGoneIsOpenedAgain) {
  Peer peer(acceptor_.local_endpoint());
  at_reset({{}, sw::kChannelNotSupported});
  int opened = 0;
  card_.at_cold_reset = [&] {
    ++opened;
    card_.instead = [](Bytes) { return std::nullopt; };
  };
  const ConnectionEnd end = run();
  EXPECT_EQ(end.cause, ConnectionEnd::Cause::failed);
  EXPECT_EQ(end.card_loss.words, "");
  EXPECT_EQ(opened, 1);
}

TEST_F(ConnectionTest, AChannelThatStaysAwayIsNotTheWholeCard) {
  for (const bool opens : {true, false}) {
    Peer peer(acceptor_.local_endpoint());
    at_reset({{}, sw::kChannelNotSupported});
    card_.at_cold_reset = [=] {
      if (!opens) throw ChannelLost("the card does not open it again");
    };
    const CardLoss loss = run().card_loss;
    EXPECT_TRUE(loss.words.starts_with(opens ? "can't be reset: the card refuses a command: 6881"
                                             : "can't be reset: the card does not open it again"))
        << loss.words;
    EXPECT_FALSE(loss.is_of_card);
    io_.restart();
  }
}

/// Another of the card's sessions is in its handshake: what the card puts off it is given again.
TEST_P(FailingAtReset, WhileTheCardIsBusyItIsAskedAgain) {
  int resets = 0;
  card_.instead = [&](Bytes command) -> std::optional<CardResponse> {
    if (!is_reset(command)) return {};
    if (++resets <= 4) return CardResponse{{}, sw::kBusy};
    return CardResponse{record(23, "hello"), sw::kOk};
  };
  const std::string words = to_string(run_with_peer());
  EXPECT_TRUE(words.contains("no ClientHello")) << words;
  EXPECT_EQ(resets, 6);  // with that at the end
}

TEST_F(ConnectionTest, WhileTheCardIsBusyItGetsTheSameRecordAgain) {
  Peer peer(acceptor_.local_endpoint());
  peer.open();
  peer.send(23, "one");
  peer.shut_down();
  std::vector<std::string> put_off;
  card_.instead = [&](Bytes command) -> std::optional<CardResponse> {
    const bool begins = command[1] == ins::kRecv && !is_reset(command);
    if (!begins || put_off.size() == 4) return {};
    put_off.push_back(to_spaced_hex(command));
    return CardResponse{{}, sw::kBusy};
  };
  const ConnectionEnd end = run();
  EXPECT_TRUE(end.was_open);
  EXPECT_EQ(end.received, 3u);
  EXPECT_EQ(put_off, std::vector<std::string>(4, "00 D8 00 03 0A 16 03 03 00 05 68 65 6C 6C 6F"));
}

TEST_F(ConnectionTest, ACardThatIsBusyForTooLongIsKept) {
  for (const bool at_reset_too : {false, true}) {
    options_.handshake_timeout = std::chrono::milliseconds(80);
    int asked = 0;
    card_.instead = [&](Bytes command) -> std::optional<CardResponse> {
      if (command[1] != ins::kRecv || (is_reset(command) && !at_reset_too)) return {};
      ++asked;
      return CardResponse{{}, sw::kBusy};
    };
    Peer peer(acceptor_.local_endpoint());
    peer.open();
    const ConnectionEnd end = run();
    EXPECT_EQ(end.cause, ConnectionEnd::Cause::timed_out);
    EXPECT_EQ(end.card_loss.words, "");
    EXPECT_GT(asked, 2);
    EXPECT_LT(asked, 12);
    io_.restart();
  }
}

/// RESET has it say hello, to nobody, and would keep the card's other sessions waiting.
TEST_F(ConnectionTest, AClientsCardIsLeftWithoutAHandshake) {
  options_.server = {.circumstances = {.name = "a.example"}};
  options_.handshake_timeout = std::chrono::milliseconds(20);
  card_.is_client = true;
  EXPECT_EQ(run().cause, ConnectionEnd::Cause::timed_out);
  const size_t last = card_.commands.size() - 1;
  EXPECT_EQ(card_.commands[last - 1], "00 D8 00 01 00");
  EXPECT_TRUE(card_.commands[last].starts_with("00 DA 02 01 07")) << card_.commands[last];
}

/// Who the peer is stands in what is kept of the connection.
TEST_F(ConnectionTest, ItsEndTellsWhoThePeerWas) {
  Peer peer(acceptor_.local_endpoint());
  peer.open();
  peer.shut_down();
  card_.instead = [](Bytes command) -> std::optional<CardResponse> {
    const std::string asked = to_spaced_hex(command);
    if (asked == "00 CA 01 03 00") return CardResponse{{1, 0, 0x13, 1}, sw::kOk};
    if (asked == "00 CA 01 07 00") return CardResponse{{'s', '7'}, sw::kOk};
    if (asked != "00 CA 01 06 00") return {};
    std::vector<uint8_t> identity(36);
    identity[0] = 1;
    return CardResponse{identity, sw::kOk};
  };
  EXPECT_EQ(run().peer, "PSK identity \"s7\"");
}

TEST_F(ConnectionTest, ACardThatDoesNotTellItsPeerSaysNobody) {
  Peer peer(acceptor_.local_endpoint());
  peer.open();
  peer.shut_down();
  EXPECT_EQ(run().peer, "");
}

/// When the handshake has ended the node asks for data objects.
class AcknowledgementTest : public ConnectionTest {
 protected:
  void SetUp() override {
    card_.instead = [this](Bytes command) -> std::optional<CardResponse> {
      if (command[1] == ins::kRecv && !is_reset(command)) set_quick_ack(accepted_, false);
      if (command[1] == ins::kGetData && !at_end_) at_end_ = has_quick_ack(accepted_);
      return {};
    };
  }

  std::optional<bool> at_end_;
};

TEST_F(AcknowledgementTest, WhatTheCardDoesNotAnswerIsAcknowledgedAtOnce) {
  Peer peer(acceptor_.local_endpoint());
  peer.open();
  peer.shut_down();
  EXPECT_TRUE(run().was_open);
  EXPECT_EQ(at_end_, true);
}

TEST_F(AcknowledgementTest, WithItsAnswerTheKernelAcknowledges) {
  Peer peer(acceptor_.local_endpoint());
  peer.send(23, "no handshake");
  const ConnectionEnd end = run();
  EXPECT_EQ(end.cause, ConnectionEnd::Cause::failed);
  EXPECT_EQ(at_end_, false);
}

INSTANTIATE_TEST_SUITE_P(ConnectionTest, FailingAtReset,
                         testing::Values(Role::server, Role::client), [](const auto& role) {
                           return role.param == Role::client ? "Client" : "Server";
                         });

}  // namespace
}  // namespace tls_se
