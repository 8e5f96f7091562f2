#include "node/endpoint.h"

#include <asio/io_context.hpp>
#include <charconv>
#include <sstream>
#include <stdexcept>

namespace tls_se {
namespace {

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw std::runtime_error("'" + text + "' is no address: " + why +
                           " (write 127.0.0.1:8443, [::1]:8443 or localhost:8443)");
}

uint16_t parse_port(const std::string& text, const std::string& port) {
  uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc{} || end != port.data() + port.size()) {
    refuse(text, "the port is a number from 0 to 65535");
  }
  return number;
}

std::string without_brackets(const std::string& text, const std::string& host) {
  if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
  if (host.find(':') != host.npos) refuse(text, "an IPv6 address stands in brackets");
  return host;
}

}  // namespace

HostPort parse_host_port(const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == text.npos) refuse(text, "the port is missing");
  const uint16_t port = parse_port(text, text.substr(colon + 1));
  const std::string host = without_brackets(text, text.substr(0, colon));
  if (host.empty()) refuse(text, "the host is missing");
  return {host, port};
}

std::string to_string(const HostPort& host_port) {
  const bool is_ipv6 = host_port.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + host_port.host + "]" : host_port.host;
  return host + ":" + std::to_string(host_port.port);
}

asio::ip::tcp::endpoint parse_endpoint(const std::string& text) {
  const auto [host, port] = parse_host_port(text);
  asio::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (!error) return {address, port};
  asio::io_context io;
  const auto found = asio::ip::tcp::resolver(io).resolve(host, std::to_string(port), error);
  if (error || found.empty()) refuse(text, "the host is unknown");
  return found.begin()->endpoint();
}

std::string to_string(const asio::ip::tcp::endpoint& endpoint) {
  std::ostringstream out;
  out << endpoint;
  return out.str();
}

}  // namespace tls_se
