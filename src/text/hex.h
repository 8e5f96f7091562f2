// Bytes as a person writes them: hexadecimal, in pairs or with spaces and line ends between.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

/// The bytes, or what is wrong in words that repeat nothing of the text: it may be a key, and
/// memory keeps nothing of it but the bytes that are returned.
[[nodiscard]] std::expected<std::vector<uint8_t>, std::string> parse_hex(std::string_view text);

/// Upper case, without spaces.
[[nodiscard]] std::string to_hex(Bytes bytes);

/// Upper case, a space between bytes, as the draft's section 5 prints them.
[[nodiscard]] std::string to_spaced_hex(Bytes bytes);

}  // namespace tls_se
