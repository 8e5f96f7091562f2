// Addresses as a person writes them: 127.0.0.1:8443, [::1]:8443, localhost:8443.
#pragma once

#include <asio/ip/tcp.hpp>
#include <string>

namespace tls_se {

/// A host by name or address, and a port: to be looked up when it is connected to.
struct HostPort {
  std::string host;  // an IPv6 address without its brackets
  uint16_t port = 0;
};

/// Throws std::runtime_error, in words for a person. The host may turn out to be unknown later.
[[nodiscard]] HostPort parse_host_port(const std::string& text);
/// As a person writes it: an IPv6 address in brackets.
[[nodiscard]] std::string to_string(const HostPort& host_port);

/// The same, looked up at once.
[[nodiscard]] asio::ip::tcp::endpoint parse_endpoint(const std::string& text);

[[nodiscard]] std::string to_string(const asio::ip::tcp::endpoint& endpoint);

}  // namespace tls_se
