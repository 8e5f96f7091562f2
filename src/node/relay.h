// The two directions of an open session: from the peer to the plain side, and back. Each ends by
// itself, and says so on its other side: at the peer's close_notify the one, at the end of the
// plain stream the other.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>
#include <exception>

#include "node/plain_side.h"
#include "node/tls_stream.h"
#include "node/watchdog.h"

namespace tls_se {

class Relay {
 public:
  struct Options {
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(300);  // 0: none
    std::chrono::milliseconds farewell_timeout{
        0};  // idle, once the peer has closed; 0: idle_timeout
  };

  Relay(TlsStream& tls, PlainSide& plain, const Options& options);

  /// Opens the plain side, and relays until both directions have ended. If one of them can't go on,
  /// so that both end, or if nothing happens for too long, this throws what was in the way.
  asio::awaitable<void> run();

 private:
  asio::awaitable<void> converse();
  asio::awaitable<void> attempt(asio::awaitable<void> part);
  asio::awaitable<void> inbound();
  asio::awaitable<void> outbound();
  asio::awaitable<Bytes> read_plain(asio::mutable_buffer buffer);
  asio::awaitable<void> send(Bytes content);
  void note_activity();
  void lose_patience();
  void interrupt(std::exception_ptr why);
  [[nodiscard]] bool takes_leave() const;

  TlsStream& tls_;
  PlainSide& plain_;
  const Options options_;
  Watchdog watchdog_;
  std::exception_ptr interrupted_by_;
  bool plain_is_awaited_ = false;  // to say more, or that it has said all
};

}  // namespace tls_se
