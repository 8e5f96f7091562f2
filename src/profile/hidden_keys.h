// The keys in a profile's text. A TOML parser gives back memory that it has not wiped; so it does
// not see them.
#pragma once

#include <map>

#include "profile/secret_bytes.h"

namespace tls_se {

/// Where a value begins: both from 1, the column in characters.
struct TextPosition {
  uint32_t line = 1;
  uint32_t column = 1;
  auto operator<=>(const TextPosition&) const = default;
};

/// What stands in quotes behind each `key =`, in the order of the text.
using HiddenKeys = std::map<TextPosition, SecretBytes>;

/// Moves them out of the text: spaces and line ends are left there. Also what lacks its second
/// quote is moved, up to the end of the line.
[[nodiscard]] HiddenKeys hide_keys(MutableBytes text);

}  // namespace tls_se
