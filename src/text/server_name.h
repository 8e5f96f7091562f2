// A server as a person names it: by DNS name or IP address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tls_se {

/// What is right, for words that say so.
inline constexpr std::string_view kServerNameForm =
    "a DNS name of letters, digits, hyphens and underscores (other scripts as A-labels, xn--...), "
    "or an IPv4 or IPv6 address without brackets";

/// As certificates and server_name have it (RFC 5280 section 4.2.1.6, RFC 6066 section 3).
struct ServerName {
  enum class Kind { dns_name, ip_address };

  Kind kind = Kind::dns_name;
  std::vector<uint8_t> bytes;  // ASCII, "without a trailing dot"; or 4 or 16 of an address

  friend bool operator==(const ServerName&, const ServerName&) = default;
};

/// An IPv4 address in four decimal numbers, an IPv6 address of RFC 4291 section 2.2 without zone,
/// or the name of a host (se/base/host_name.h), with the root's dot at its end or without. Nothing
/// if it is none of these.
[[nodiscard]] std::optional<ServerName> parse_server_name(std::string_view text);

/// Of the 4 or 16 bytes of an address, as a certificate has it; "?" of any other number.
[[nodiscard]] std::string ip_address_text(const std::vector<uint8_t>& address);

}  // namespace tls_se
