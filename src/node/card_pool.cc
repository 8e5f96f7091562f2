#include "node/card_pool.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace tls_se {
namespace {

/// "all 3 cards", "the only channel that is left"
std::string all_of(const char* what, size_t left, bool is_rest) {
  if (left != 1) return fmt::format("all {} {}s", left, what);
  return fmt::format("the only {}{}", what, is_rest ? " that is left" : "");
}

}  // namespace

CardPool::CardPool(CardSupply supply) : supply_(std::move(supply)), at_most_(supply_.at_most) {
  while (cards_.size() < supply_.at_first) add();
}

void CardPool::add() {
  Card card{.channels = supply_.make(cards_.size() + 1)};
  card.left = card.channels.size();
  made_ += card.left;
  for (const auto& channel : card.channels) free_.push_back(channel.get());
  cards_.push_back(std::move(card));
}

CardReader* CardPool::take() {
  if (free_.empty() && can_grow()) try_to_grow();
  if (free_.empty()) return nullptr;
  CardReader* const channel = free_.front();
  free_.pop_front();
  return channel;
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

CardPool::Card& CardPool::card_of(const CardReader& channel) {
  const auto is_it = [&](const auto& each) { return each.get() == &channel; };
  return *std::ranges::find_if(
      cards_, [&](const Card& card) { return std::ranges::any_of(card.channels, is_it); });
}

void CardPool::give_back(CardReader& channel) {
  if (card_of(channel).left > 0) free_.push_back(&channel);
}

void CardPool::leave_out(const CardReader& channel, const CardLoss& loss) {
  Card& card = card_of(channel);
  if (card.left == 0) return;  // it has been told
  --card.left;
  if (loss.is_of_card || card.left == 0) return lose_card(card, loss);
  lose_channel(card, channel, loss);
}

void CardPool::lose_channel(const Card& card, const CardReader& channel,
                            const CardLoss& loss) const {
  spdlog::error(
      "card {} ({}) {}. This channel gets no more connections, {} of {} are left: start again to "
      "have it back",
      &card - cards_.data() + 1, channel.name(), loss.words, card.left, card.channels.size());
}

void CardPool::lose_card(Card& card, const CardLoss& loss) {
  card.left = 0;
  ++lost_;
  std::erase_if(free_, [&](const CardReader* channel) { return &card_of(*channel) == &card; });
  const std::string more =
      can_grow() ? fmt::format(", {} more can be made", at_most_ - cards_.size()) : "";
  spdlog::error(
      "card {} ({}) {}. It gets no more connections, {} of {} cards are left{}: look after it, its "
      "reader and its profile, and start again to have it back",
      &card - cards_.data() + 1, card.channels.front()->name(), loss.words, left(), cards_.size(),
      more);
}

/// "all 3 channels of the only card are"
std::string CardPool::words_of_channels() const {
  const std::string cards = all_of("card", left(), lost_ > 0);
  const bool has_channels = made_ > cards_.size();
  if (!has_channels) return cards + (left() == 1 ? " is" : " are");
  size_t channels = 0;
  for (const Card& card : cards_) channels += card.left;
  return all_of("channel", channels, true) + " of " + cards + (channels == 1 ? " is" : " are");
}

std::string CardPool::shortage() const {
  const bool has_grown = supply_.at_first < supply_.at_most;
  const bool will_be_more = !has_grown && !supply_.is_unique;
  return words_of_channels() + " in use (" +
         (will_be_more
              ? "--cards N gives more, and without --cards they come as connections do"
              : "there will be no more: a shorter --idle-timeout frees some of them sooner") +
         ")";
}

}  // namespace tls_se
