// A port that is listened at.
#pragma once

#include <asio/ip/tcp.hpp>

namespace tls_se {

/// Throws std::system_error.
void start_listening(asio::ip::tcp::acceptor& acceptor, const asio::ip::tcp::endpoint& endpoint);

/// What start_listening would meet at this moment.
[[nodiscard]] asio::error_code try_listening(const asio::ip::tcp::endpoint& endpoint);

}  // namespace tls_se
