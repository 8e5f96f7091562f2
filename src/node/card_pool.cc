#include "node/card_pool.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace tls_se {

CardPool::CardPool(CardSupply supply) : supply_(std::move(supply)), at_most_(supply_.at_most) {
  while (cards_.size() < supply_.at_first) add();
}

void CardPool::add() {
  cards_.push_back(supply_.make(cards_.size() + 1));
  free_.push_back(cards_.back().get());
}

CardReader* CardPool::take() {
  if (free_.empty() && can_grow()) try_to_grow();
  if (free_.empty()) return nullptr;
  CardReader* const card = free_.front();
  free_.pop_front();
  return card;
}

/// What one card can't be made of, the next one most likely can't either.
void CardPool::try_to_grow() {
  try {
    add();
  } catch (const std::exception& error) {
    at_most_ = cards_.size();
    spdlog::error(
        "card {} can't be made: {}. There will be no more cards: mend this and start again to have "
        "them",
        cards_.size() + 1, error.what());
  }
}

void CardPool::leave_out(const CardReader& card, const std::string& loss) {
  const auto is_it = [&](const auto& each) { return each.get() == &card; };
  const auto number = std::ranges::find_if(cards_, is_it) - cards_.begin() + 1;
  ++lost_;
  const std::string more =
      can_grow() ? fmt::format(", {} more can be made", at_most_ - cards_.size()) : "";
  spdlog::error(
      "card {} ({}) {}. It gets no more connections, {} of {} cards are left{}: look after it, its "
      "reader and its profile, and start again to have it back",
      number, card.name(), loss, left(), cards_.size(), more);
}

std::string CardPool::shortage() const {
  const std::string rest = lost_ > 0 ? " that is left" : "";
  const std::string cards =
      left() == 1 ? "the only card" + rest + " is" : fmt::format("all {} cards are", left());
  const bool has_grown = supply_.at_first < supply_.at_most;
  return cards + " in use (" +
         (has_grown ? "there will be no more: a shorter --idle-timeout frees some of them sooner"
                    : "--cards N gives more, and without --cards they come as connections do") +
         ")";
}

}  // namespace tls_se
