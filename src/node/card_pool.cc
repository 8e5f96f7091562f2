#include "node/card_pool.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <numeric>
#include <utility>

#include "node/card_shortage.h"

namespace tls_se {

CardPool::CardPool(CardSupply supply, Errands& errands, std::function<void()> at_return)
    : supply_(std::move(supply)),
      at_return_(std::move(at_return)),
      lost_cards_(supply_, errands,
                  [this](size_t number, CardSupply::Channels channels) {
                    put_back(number, std::move(channels));
                  }),
      at_most_(supply_.at_most) {
  make_first();
}

/// Of those that come back one is enough, and the others are lost ones. If none is there, what is
/// in the way is most likely not the cards.
void CardPool::make_first() {
  std::exception_ptr first_failure;
  std::vector<std::pair<size_t, std::string>> failures;
  for (size_t number = 1; number <= supply_.at_first; ++number) {
    Card& card = cards_.emplace_back();
    try {
      fill(card, supply_.make(number));
    } catch (const std::exception& error) {
      if (!supply_.comes_back) throw;
      if (!first_failure) first_failure = std::current_exception();
      failures.emplace_back(number, error.what());
    }
  }
  lost_ = failures.size();
  if (left() == 0 && first_failure) std::rethrow_exception(first_failure);
  for (const auto& [number, why] : failures) {
    (void)lost_cards_.is_news(number, why);
    spdlog::warn("card {} can't be had: {}. It is tried again: look after it and its reader",
                 number, why);
    lost_cards_.await(number, {});
  }
}

void CardPool::fill(Card& card, CardSupply::Channels channels) {
  card.channels = std::move(channels);
  card.made = card.left = card.channels.size();
  for (const auto& channel : card.channels) free_.push_back(channel.get());
}

void CardPool::add() {
  CardSupply::Channels channels = supply_.make(cards_.size() + 1);
  fill(cards_.emplace_back(), std::move(channels));
}

void CardPool::put_back(size_t number, CardSupply::Channels channels) {
  fill(cards_[number - 1], std::move(channels));
  --lost_;
  at_return_();
}

size_t CardPool::size() const {
  return std::accumulate(cards_.begin(), cards_.end(), size_t{0},
                         [](size_t sum, const Card& card) { return sum + card.made; });
}

CardReader* CardPool::take() {
  if (free_.empty() && can_grow()) try_to_grow();
  if (free_.empty()) return nullptr;
  CardReader* const channel = free_.front();
  free_.pop_front();
  ++card_of(*channel).in_use;
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
  Card& card = card_of(channel);
  --card.in_use;
  if (card.left == 0) return retire_if_unused(card);
  lost_cards_.forget_troubles(number_of(card));
  free_.push_back(&channel);
  renew_if_unused(card);
}

void CardPool::leave_out(const CardReader& channel, const CardLoss& loss) {
  Card& card = card_of(channel);
  --card.in_use;
  if (card.left > 0) lose(card, channel, loss);  // otherwise it has been told
  card.left > 0 ? renew_if_unused(card) : retire_if_unused(card);
}

void CardPool::lose(Card& card, const CardReader& channel, const CardLoss& loss) {
  --card.left;
  if (loss.is_of_card || card.left == 0) return lose_card(card, loss);
  lose_channel(card, channel, loss);
}

/// Of a card that is lost.
void CardPool::retire_if_unused(Card& card) {
  if (!supply_.comes_back || card.left > 0 || card.in_use > 0) return;
  lost_cards_.await(number_of(card), std::exchange(card.channels, {}));
}

/// Of a card that has lost some of its channels: made anew, it has them all.
void CardPool::renew_if_unused(Card& card) {
  if (!supply_.comes_back || card.left == card.made || card.in_use > 0) return;
  take_out(card);
  retire_if_unused(card);
}

void CardPool::take_out(Card& card) {
  card.left = 0;
  ++lost_;
  std::erase_if(free_, [&](const CardReader* channel) { return &card_of(*channel) == &card; });
}

void CardPool::lose_channel(const Card& card, const CardReader& channel,
                            const CardLoss& loss) const {
  spdlog::error("card {} ({}) {}. This channel gets no more connections, {} of {} are left: {}",
                number_of(card), channel.name(), loss.words, card.left, card.channels.size(),
                supply_.comes_back ? "it is tried again when they all are free"
                                   : "start again to have it back");
}

void CardPool::lose_card(Card& card, const CardLoss& loss) {
  take_out(card);
  const std::string what =
      fmt::format("card {} ({}) {}", number_of(card), card.channels.front()->name(), loss.words);
  if (supply_.comes_back) {
    const bool is_news = lost_cards_.is_news(number_of(card), loss.words);
    return spdlog::log(is_news ? spdlog::level::err : spdlog::level::debug,
                       "{}. It is tried again until it is back, {} of {} cards are left: look "
                       "after it and its reader",
                       what, left(), cards_.size());
  }
  const std::string more =
      can_grow() ? fmt::format(", {} more can be made", at_most_ - cards_.size()) : "";
  spdlog::error(
      "{}. It gets no more connections, {} of {} cards are left{}: look after it, its reader and "
      "its profile, and start again to have it back",
      what, left(), cards_.size(), more);
}

std::string CardPool::shortage() const {
  const bool has_grown = supply_.at_first < supply_.at_most;
  CardShortage shortage = {.cards = cards_.size(),
                           .lost = lost_,
                           .has_channels = size() > cards_.size(),
                           .lost_come_back = supply_.comes_back,
                           .will_be_more = !has_grown && !supply_.is_unique};
  for (const Card& card : cards_) shortage.channels += card.left;
  return to_string(shortage);
}

}  // namespace tls_se
