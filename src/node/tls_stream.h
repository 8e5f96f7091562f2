// What a TLS connection is behind its card: content that comes and goes. Every record from the peer
// goes into the card, and every record to the peer comes out of it. Used on the strand of its
// RecordStream.
//
// Every function throws CardError like CardSession does, and the coroutines throw Interruption
// where the session can't go on.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>
#include <vector>

#include "node/card_session.h"
#include "node/record_stream.h"

namespace tls_se {

class TlsStream {
 public:
  struct Options {
    size_t max_content = kMaxPlaintext;  // bytes for the card to encrypt at once, at most
    CardSession::Options session;
  };

  TlsStream(RecordStream& peer, CardReader& card, Role role, const Options& options)
      : peer_(peer),
        session_(card, options.session),
        role_(role),
        max_content_(options.max_content) {}

  [[nodiscard]] asio::any_io_executor executor() { return peer_.executor(); }

  /// From RESET until the session is open.
  asio::awaitable<void> handshake();

  /// The content of one record: none if it was no application data. With the peer's close_notify
  /// reads() becomes false.
  asio::awaitable<std::vector<uint8_t>> read();
  /// Waits for close(), once the peer has closed. Throws if its connection breaks off before.
  asio::awaitable<void> ignore_rest();

  /// Sends the beginning of this content, and returns how much that is.
  asio::awaitable<size_t> write_some(Bytes content);
  /// Sends close_notify: the end of what is written.
  asio::awaitable<void> close();
  /// The same without waiting, if it can be.
  void close_now();

  /// The peer may have more to say.
  [[nodiscard]] bool reads() const { return session_.reads(); }
  /// close() has not been called, and the peer takes what is sent.
  [[nodiscard]] bool writes() const { return session_.writes() && !peer_.peer_is_deaf(); }
  /// What waits here ends soon, by an exception, and what comes later at once.
  void cancel() { peer_.cancel(); }

  [[nodiscard]] CardSession& session() { return session_; }
  /// Bytes of content so far.
  [[nodiscard]] uint64_t received() const { return received_; }
  [[nodiscard]] uint64_t sent() const { return sent_; }

 private:
  asio::awaitable<std::vector<uint8_t>> next_record();
  asio::awaitable<void> send(std::vector<uint8_t> records);
  using Pause = std::chrono::milliseconds;
  asio::awaitable<void> wait_for_card(Pause& pause);
  std::vector<uint8_t> show_to_card(Bytes header);
  std::vector<uint8_t> encrypt_head(Bytes& content);
  void check_not_failed() const;

  RecordStream& peer_;
  CardSession session_;
  const Role role_;
  size_t max_content_;
  uint64_t received_ = 0;
  uint64_t sent_ = 0;
};

}  // namespace tls_se
