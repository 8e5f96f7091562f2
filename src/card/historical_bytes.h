// The historical bytes of an answer to reset: ISO 7816-4 section 12.1.1 in its COMPACT-TLV form.
#pragma once

#include <optional>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

/// What a card says that its commands can do.
struct CardCapabilities {
  bool chaining = false;
  bool extended_length = false;  // of Lc and Le
  size_t channels = 1;           // 8: these or more
};

/// Of a card of this kind that has no others: its name, and what it can do.
[[nodiscard]] std::vector<uint8_t> default_historical_bytes(size_t channels);

/// Nothing if they do not tell, or are not well formed.
[[nodiscard]] std::optional<CardCapabilities> card_capabilities(const Bytes& historical_bytes);

}  // namespace tls_se
