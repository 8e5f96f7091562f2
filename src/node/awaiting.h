// Awaiting an asynchronous operation whose failure is a value.
#pragma once

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

namespace tls_se {

/// `co_await socket.async_connect(endpoint, into(error))`
inline asio::redirect_error_t<asio::use_awaitable_t<>> into(asio::error_code& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

}  // namespace tls_se
