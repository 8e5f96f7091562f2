// The cards of a test, for a listener.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "node/card_supply.h"

namespace tls_se {

/// These and no others, each with its channels.
inline CardSupply supply_of(std::vector<CardSupply::Channels> cards, size_t at_first) {
  const size_t at_most = cards.size();
  const auto kept = std::make_shared<decltype(cards)>(std::move(cards));
  const auto make = [kept](size_t number) { return std::move((*kept)[number - 1]); };
  return {.make = make, .at_first = at_first, .at_most = at_most};
}

/// Cards without channels; so many of them at first.
inline CardSupply supply_of(std::vector<std::unique_ptr<CardReader>> cards, size_t at_first) {
  std::vector<CardSupply::Channels> alone(cards.size());
  for (size_t i = 0; i < cards.size(); ++i) alone[i].push_back(std::move(cards[i]));
  return supply_of(std::move(alone), at_first);
}
inline CardSupply supply_of(std::vector<std::unique_ptr<CardReader>> cards) {
  const size_t size = cards.size();
  return supply_of(std::move(cards), size);
}

}  // namespace tls_se
