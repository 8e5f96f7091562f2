// What is behind the card's decrypted stream: a plain TCP connection, an echo, the streams of this
// process. Used on the strand of its connection.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <string>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

class PlainSide {
 public:
  virtual ~PlainSide() = default;

  /// Once the TLS session is open, before anything else. Throws std::runtime_error, in words for a
  /// person, if it can't be reached.
  virtual asio::awaitable<void> open() = 0;
  /// At least one byte, or an error: asio::error::eof at the end of its stream.
  virtual asio::awaitable<size_t> read(asio::mutable_buffer buffer, asio::error_code& error) = 0;
  /// Returns when it has taken all of the content.
  virtual asio::awaitable<asio::error_code> write(std::vector<uint8_t> content) = 0;
  /// Nobody will read it any more; what would wait for that doesn't.
  virtual void stop_reading() {}
  /// The end of what is written to it, in order.
  virtual void shut_down() = 0;
  /// What waits on it ends soon, with an error, and what comes later at once.
  virtual void cancel() = 0;
  /// Nothing waits any more. If it was not shut down it sees that its stream was broken off: what
  /// it got may not be all.
  virtual void close() = 0;
  /// For the log: "the target".
  [[nodiscard]] virtual std::string name() const = 0;
};

}  // namespace tls_se
