// Addresses as a person writes them: 127.0.0.1:8443, [::1]:8443, localhost:8443.
#pragma once

#include <asio/ip/tcp.hpp>
#include <string>

namespace tls_se {

/// Throws std::runtime_error, in words for a person.
[[nodiscard]] asio::ip::tcp::endpoint parse_endpoint(const std::string& text);

[[nodiscard]] std::string to_string(const asio::ip::tcp::endpoint& endpoint);

}  // namespace tls_se
