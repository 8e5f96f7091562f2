#include "text/server_name.h"

#include <arpa/inet.h>

#include <string>

#include "se/base/host_name.h"

namespace tls_se {
namespace {

std::vector<uint8_t> address_of(std::string_view text) {
  if (text.contains('\0')) return {};  // where a C string would end
  for (const auto& [family, size] : {std::pair{AF_INET, size_t{4}}, {AF_INET6, size_t{16}}}) {
    std::vector<uint8_t> address(size);
    if (inet_pton(family, std::string(text).c_str(), address.data()) == 1) return address;
  }
  return {};
}

}  // namespace

std::optional<ServerName> parse_server_name(std::string_view text) {
  if (auto address = address_of(text); !address.empty()) {
    return ServerName{ServerName::Kind::ip_address, std::move(address)};
  }
  if (text.ends_with('.')) text.remove_suffix(1);
  const ServerName name{ServerName::Kind::dns_name, {text.begin(), text.end()}};
  return is_host_name(name.bytes) ? std::optional(name) : std::nullopt;
}

std::string ip_address_text(const std::vector<uint8_t>& address) {
  char text[INET6_ADDRSTRLEN];
  if (address.size() != 4 && address.size() != 16) return "?";
  return inet_ntop(address.size() == 4 ? AF_INET : AF_INET6, address.data(), text, sizeof text);
}

}  // namespace tls_se
