// What is done to a TCP socket in more than one place.
#pragma once

#include <asio/ip/tcp.hpp>

namespace tls_se {

/// No waiting for more to send (Nagle): what is written is a whole record, or a whole message.
inline void send_at_once(asio::ip::tcp::socket& socket) {
  asio::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
}

/// The other side sees a reset instead of an orderly end: what it got may not be all.
inline void abort_connection(asio::ip::tcp::socket& socket) {
  asio::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace tls_se
