// One TLS connection: records on one side (figure 1 of the draft), a card in the middle, and a
// plain stream behind it. The two roles differ in who connects, and in what the card is told first.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "node/circumstances.h"
#include "node/connection_end.h"
#include "node/plain_side.h"
#include "node/record_stream.h"
#include "node/relay.h"
#include "node/tls_stream.h"

namespace tls_se {

struct ConnectionOptions {
  /// Of the role client: where the server is, and what the card is told of it.
  struct ServerToReach {
    HostPort address;
    ServerCircumstances circumstances;
  };
  std::optional<ServerToReach> server;  // none: the role is server
  // For connecting too; 0: none.
  std::chrono::milliseconds handshake_timeout = std::chrono::seconds(10);
  // Until an open session looks again whether its card is still there.
  std::chrono::milliseconds card_interval = std::chrono::seconds(1);
  TlsStream::Options tls;
  Relay::Options relay;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// The socket's executor is a strand of its own, and the plain side's too: everything but stop()
  /// runs on it. In the role client the socket is not connected yet.
  Connection(asio::ip::tcp::socket peer, std::unique_ptr<PlainSide> plain,
             const ConnectionOptions& options, std::string name);

  [[nodiscard]] asio::any_io_executor executor() { return peer_.executor(); }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// From the first record to the last, on a card that is occupied for it. The card holds no key of
  /// this connection afterwards; if it can't be reset for that, it is no use to another connection
  /// either (card_loss). Of a card with channels it is the reader of one.
  asio::awaitable<ConnectionEnd> run(CardReader& card);

  /// Lets the peer read what was sent before the connection goes. Needs no card.
  asio::awaitable<void> linger();

  /// Ends the connection soon, with close_notify. From any thread.
  void stop();

 private:
  using Cause = ConnectionEnd::Cause;

  asio::awaitable<void> begin(CardReader& card, TlsStream& tls);
  asio::awaitable<void> relay(TlsStream& tls);
  asio::awaitable<void> attempt(asio::awaitable<void> part);
  void interrupt(Cause cause, const std::string& detail = "");
  [[nodiscard]] bool ended() const { return end_.cause != Cause::none; }

  std::string tell_circumstances(CardReader& card) const;
  void note_open(CardReader& card);
  void say_goodbye(TlsStream& tls);
  void ask_for_alert(CardSession& session);
  void release_card(CardReader& card, CardSession& session);
  [[nodiscard]] std::string refusal_of_reset(CardReader& card, CardSession& session) const;
  void lose_card(const std::exception& error);

  RecordStream peer_;
  const std::unique_ptr<PlainSide> plain_;
  const ConnectionOptions options_;
  const std::string name_;
  ConnectionEnd end_;  // none of its causes while it goes on
};

}  // namespace tls_se
