// Connects to a host: it is looked up each time, and its addresses are tried in turn.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <stdexcept>

#include "node/endpoint.h"

namespace tls_se {

/// In words for a person.
class DialError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Used on the strand of its socket.
class Dialer {
 public:
  explicit Dialer(asio::ip::tcp::socket& socket)
      : socket_(socket), resolver_(socket.get_executor()) {}

  /// The socket is connected afterwards. Throws DialError.
  asio::awaitable<void> dial(HostPort to);
  /// A dial ends soon, with a DialError, and whatever else waits on the socket with an error; one
  /// that begins later does so at once.
  void cancel();
  [[nodiscard]] bool cancelled() const { return cancelled_; }

 private:
  asio::awaitable<std::vector<asio::ip::tcp::endpoint>> look_up(const HostPort& to);

  asio::ip::tcp::socket& socket_;
  asio::ip::tcp::resolver resolver_;
  bool cancelled_ = false;
};

}  // namespace tls_se
