// What is on its way to one socket. Records must leave in the order in which the card made them,
// whole, whichever half of a connection had it make them: bytes queue here, and one writes for all.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <cstdint>
#include <vector>

namespace tls_se {

/// Used on the strand of its socket.
class Outbox {
 public:
  explicit Outbox(asio::ip::tcp::socket& socket)
      : socket_(socket), progress_(socket.get_executor(), asio::steady_timer::time_point::max()) {}

  /// Returns when these bytes have been handed to the kernel, or when that has failed. They are in
  /// the queue before this coroutine waits for the first time.
  asio::awaitable<void> write(std::vector<uint8_t> bytes);

  /// For good: every later write fails as well.
  [[nodiscard]] bool failed() const { return static_cast<bool>(error_); }
  /// Nothing is left half written, so that one more record may follow.
  [[nodiscard]] bool clean() const { return !failed() && !writing_ && queue_.empty(); }

 private:
  asio::awaitable<void> drain();

  asio::ip::tcp::socket& socket_;
  asio::steady_timer progress_;  // cancelled to wake those who wait for their bytes to leave
  std::vector<uint8_t> queue_;
  uint64_t queued_ = 0;  // bytes, since the beginning
  uint64_t written_ = 0;
  bool writing_ = false;
  asio::error_code error_;
};

}  // namespace tls_se
