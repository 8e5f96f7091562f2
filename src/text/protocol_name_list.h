// The protocols of ALPN (RFC 7301), from names as a person lists them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tls_se {

/// opaque ProtocolName<1..2^8-1>, RFC 7301 section 3.1.
inline constexpr size_t kMaxProtocolNameSize = 255;

/// The contents of a ProtocolNameList, without its length. The names have 1 to 255 bytes.
[[nodiscard]] std::vector<uint8_t> protocol_name_list(const std::vector<std::string>& names);

/// The names in such contents; none beyond one that is cut.
[[nodiscard]] std::vector<std::string> protocol_names(const std::vector<uint8_t>& list);

}  // namespace tls_se
