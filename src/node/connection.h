// One TLS connection: a socket on one side (figure 1 of the draft), a card on the other, and behind
// the card's decrypted stream a service: an echo, or a plain TCP service that it is relayed to.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "node/card_session.h"
#include "node/outbox.h"
#include "node/record_reader.h"
#include "node/watchdog.h"

namespace tls_se {

struct ConnectionOptions {
  std::optional<asio::ip::tcp::endpoint> target;  // none: echo
  std::chrono::seconds handshake_timeout{10};     // 0: none
  std::chrono::seconds idle_timeout{300};         // 0: none
  size_t max_content = kMaxContentSize;           // bytes for the card to encrypt at once, at most
  CardSession::Options session;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// The socket's executor is a strand of its own: everything but stop() runs on it.
  Connection(asio::ip::tcp::socket peer, const ConnectionOptions& options, std::string name);

  [[nodiscard]] asio::any_io_executor executor() { return peer_.get_executor(); }

  /// From the handshake to the last record. Ends by itself; what went wrong is in the log. The card
  /// holds no key of this connection afterwards.
  asio::awaitable<void> serve(CardReader& card);

  /// Lets the peer read what was sent before the connection goes. Needs no card.
  asio::awaitable<void> linger();

  /// Ends the connection soon, with close_notify. From any thread.
  void stop();

 private:
  // How it came to an end, if not by close_notify in both directions.
  enum class Interruption {
    none,
    stopped,
    timed_out,
    peer_lost,
    truncated,
    target_lost,
    card_failed
  };

  asio::awaitable<void> converse(CardReader& card);
  asio::awaitable<void> handshake();
  asio::awaitable<void> relay();
  asio::awaitable<void> inbound();
  asio::awaitable<void> outbound();
  asio::awaitable<void> receive(Bytes record);
  asio::awaitable<void> deliver(std::vector<uint8_t> content);
  asio::awaitable<void> end_of_inbound();
  asio::awaitable<void> await_outbound();
  asio::awaitable<bool> connect_target();
  asio::awaitable<std::optional<std::vector<uint8_t>>> next_record();
  asio::awaitable<size_t> read_some(asio::ip::tcp::socket& socket, asio::mutable_buffer buffer,
                                    asio::error_code& error);
  asio::awaitable<void> send(std::vector<uint8_t> records);
  asio::awaitable<void> send_content(Bytes content);
  std::vector<uint8_t> encrypt_head(Bytes& content);
  asio::awaitable<void> send_close();
  asio::awaitable<void> show_header_to_card(const RecordError& error);
  asio::awaitable<void> drain(Watchdog& watchdog);

  void interrupt(Interruption cause);
  [[nodiscard]] bool ended() const { return interruption_ != Interruption::none; }
  void card_failed(const std::string& why);
  void say_goodbye();
  void release_card(CardReader& card);
  void log_end();
  void log_failure(const std::string& counts);

  asio::ip::tcp::socket peer_;
  asio::ip::tcp::socket target_;
  const ConnectionOptions options_;
  const std::string name_;
  size_t max_content_;
  RecordReader records_;
  Outbox to_peer_;
  Watchdog watchdog_;
  std::optional<CardSession> session_;  // while there is a card
  Interruption interruption_ = Interruption::none;
  bool outbound_done_ = false;
  bool was_open_ = false;
  uint64_t received_ = 0;  // bytes of application data
  uint64_t sent_ = 0;
};

}  // namespace tls_se
