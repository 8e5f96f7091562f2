// What the node says to asio in more than one place.
#pragma once

#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

namespace tls_se {

/// For an operation whose failure is a value: `co_await socket.async_connect(to, into(error))`.
inline asio::redirect_error_t<asio::use_awaitable_t<>> into(asio::error_code& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

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
