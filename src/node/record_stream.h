// The TLS side of a connection: a TCP socket that carries records. Used on the strand of its
// socket.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <optional>
#include <vector>

#include "node/dialer.h"
#include "node/outbox.h"
#include "node/record_reader.h"

namespace tls_se {

class RecordStream {
 public:
  /// A socket that is connected, or that dial() will connect.
  explicit RecordStream(asio::ip::tcp::socket socket);

  [[nodiscard]] asio::any_io_executor executor() { return socket_.get_executor(); }

  /// Throws DialError.
  asio::awaitable<void> dial(HostPort to);

  /// The next whole record; nothing, and an error, at the end of the stream. Throws RecordError.
  asio::awaitable<std::optional<std::vector<uint8_t>>> read(asio::error_code& error);
  /// Reads, and ignores, whatever comes, until there is an error: at the end of the stream.
  asio::awaitable<asio::error_code> ignore_rest();

  /// TCP acknowledges at once what was read. It would rather wait for an answer that carries the
  /// acknowledgement: if there is none, and the peer waits for it (Nagle), that is 40 ms for both.
  void acknowledge();

  /// Returns when these records have been handed to the kernel, in the order of the calls; or when
  /// the peer turns out to be deaf.
  asio::awaitable<void> write(std::vector<uint8_t> records);
  /// Its connection takes nothing more. What it had to say may still wait to be read.
  [[nodiscard]] bool peer_is_deaf() const { return outbox_.failed() || dialer_.cancelled(); }
  /// Some last records, if they can be written at once.
  void write_now(Bytes records);

  /// The end of what is written, for TCP.
  void shut_down();
  /// What waits here ends soon with an error, and what comes later at once. write_now() still
  /// works.
  void cancel() { dialer_.cancel(); }
  /// The peer sees a reset.
  void abort();
  void close();
  /// Lets the peer read what was sent before its connection goes: closing a socket with unread
  /// bytes resets it, and takes back an alert that was just sent.
  asio::awaitable<void> linger();

 private:
  asio::awaitable<void> drain();

  asio::ip::tcp::socket socket_;
  Dialer dialer_;
  RecordReader records_;
  Outbox outbox_;
};

}  // namespace tls_se
