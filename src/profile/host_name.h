// Names of hosts, as a client knows its server by.
#pragma once

#include <string>

namespace tls_se {

/// An IPv4 address in four decimal numbers or an IPv6 address of RFC 4291 section 2.2, without
/// brackets and zone.
[[nodiscard]] bool is_ip_address(const std::string& text);

/// A DNS name in ASCII as server_name has it (RFC 6066 section 3), A-labels for the rest of the
/// world, no dot at the end.
[[nodiscard]] bool is_host_name(const std::string& text);

}  // namespace tls_se
