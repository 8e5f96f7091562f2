// The answer to reset, ISO 7816-3:2006 section 8: what a reader learns of a card before any
// command.
#pragma once

#include <optional>
#include <vector>

#include "reader/card_reader.h"
#include "se/base/bytes.h"

namespace tls_se {

/// Which transmission protocols a card offers: T=0, T=1.
enum class CardProtocols : uint8_t { t0, t1, both };

struct Atr {
  CardProtocols protocols = CardProtocols::t0;
  std::vector<uint8_t> historical_bytes;
};

/// Of a card that is as fast as most readers are. Throws std::length_error if there are more than
/// 15 historical bytes.
[[nodiscard]] std::vector<uint8_t> make_atr(CardProtocols protocols, const Bytes& historical_bytes);

/// Nothing if it is malformed, or offers neither of these protocols.
[[nodiscard]] std::optional<Atr> parse_atr(const Bytes& atr);

/// With the historical bytes that the card was given. One that has none, or that is terminated and
/// does not tell, has those of any card of so many channels. Throws what transmit() throws.
[[nodiscard]] std::vector<uint8_t> atr_of(CardReader& card, size_t channels,
                                          CardProtocols protocols);

}  // namespace tls_se
