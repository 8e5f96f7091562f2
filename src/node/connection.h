// One TLS connection: records on one side (figure 1 of the draft), a card in the middle, and a
// plain stream behind it. The two roles differ in who connects, and in what the card is told first.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "node/card_session.h"
#include "node/circumstances.h"
#include "node/connection_end.h"
#include "node/plain_side.h"
#include "node/record_stream.h"
#include "node/watchdog.h"

namespace tls_se {

struct ConnectionOptions {
  /// Of the role client: where the server is, and what the card is told of it.
  struct ServerToReach {
    HostPort address;
    ServerCircumstances circumstances;
  };
  std::optional<ServerToReach> server;         // none: the role is server
  std::chrono::seconds handshake_timeout{10};  // for connecting too; 0: none
  std::chrono::seconds idle_timeout{300};      // 0: none
  std::chrono::seconds farewell_timeout{0};    // idle, once the peer has closed; 0: idle_timeout
  size_t max_content = kMaxPlaintext;          // bytes for the card to encrypt at once, at most
  CardSession::Options session;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// The socket's executor is a strand of its own, and the plain side's too: everything but stop()
  /// runs on it. In the role client the socket is not connected yet.
  Connection(asio::ip::tcp::socket peer, std::unique_ptr<PlainSide> plain,
             const ConnectionOptions& options, std::string name);

  [[nodiscard]] asio::any_io_executor executor() { return peer_.executor(); }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// From the first record to the last. The card holds no key of this connection afterwards.
  asio::awaitable<ConnectionEnd> run(CardReader& card);

  /// Lets the peer read what was sent before the connection goes. Needs no card.
  asio::awaitable<void> linger();

  /// Ends the connection soon, with close_notify. From any thread.
  void stop();

 private:
  using Cause = ConnectionEnd::Cause;

  asio::awaitable<void> converse(CardReader& card);
  asio::awaitable<void> begin(CardReader& card);
  asio::awaitable<void> handshake();
  asio::awaitable<void> relay();
  asio::awaitable<void> inbound();
  asio::awaitable<void> outbound();
  asio::awaitable<void> receive(Bytes record);
  asio::awaitable<void> await_outbound();
  asio::awaitable<std::optional<std::vector<uint8_t>>> next_record();
  asio::awaitable<size_t> read_plain(asio::mutable_buffer buffer, asio::error_code& error);
  asio::awaitable<void> send(std::vector<uint8_t> records);
  asio::awaitable<void> send_content(Bytes content);
  std::vector<uint8_t> encrypt_head(Bytes& content);
  asio::awaitable<void> send_close();
  asio::awaitable<void> show_header_to_card(const RecordError& error);

  void note_open(CardReader& card);
  void note_activity();
  void lose_patience();
  void interrupt(Cause cause, std::string detail = "");
  [[nodiscard]] bool ended() const { return end_.cause != Cause::none; }
  void plain_failed(const asio::error_code& error);
  void say_goodbye();
  void ask_reason();
  void release_card(CardReader& card);

  RecordStream peer_;
  const std::unique_ptr<PlainSide> plain_;
  const ConnectionOptions options_;
  const std::string name_;
  size_t max_content_;
  Watchdog watchdog_;
  std::string server_name_;             // as the card was told, for the log
  std::optional<CardSession> session_;  // while there is a card
  ConnectionEnd end_;                   // none of its causes while it goes on
  bool peer_closed_ = false;            // by close_notify
  bool peer_is_deaf_ = false;           // its connection takes nothing any more
  bool plain_waits_ = false;            // for more to come from it
  bool outbound_done_ = false;
};

}  // namespace tls_se
