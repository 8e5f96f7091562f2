// The cards of a listener: which are free, which are lost, and where more come from. A card serves
// one connection on each of its channels. Used on the strand of its listener.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "node/card_supply.h"
#include "node/connection_end.h"
#include "node/errands.h"
#include "node/lost_cards.h"
#include "reader/card_reader.h"

namespace tls_se {

class CardPool {
 public:
  /// Throws what make() throws; of cards that come back, only if there is none. `at_return` follows
  /// whenever one is back. The errands outlive this.
  CardPool(CardSupply supply, Errands& errands, std::function<void()> at_return);
  CardPool(const CardPool&) = delete;
  CardPool& operator=(const CardPool&) = delete;

  /// A channel, for a connection to itself; null while all are in use and no other can be made.
  [[nodiscard]] CardReader* take();
  /// After a session that has gone well. One of a card that was lost meanwhile stays out.
  void give_back(CardReader& channel);
  /// Instead of give_back(): a channel that is broken would be free again at once, and fail each
  /// connection that comes. A card that is lost takes all its channels with it.
  void leave_out(const CardReader& channel, const CardLoss& loss);

  [[nodiscard]] bool has_free() const { return !free_.empty(); }
  /// Channels that were made, with the lost ones. A card that is yet to come has one.
  [[nodiscard]] size_t size() const;
  [[nodiscard]] bool come_back() const { return supply_.comes_back; }
  /// All cards are lost, and there will be no others.
  [[nodiscard]] bool is_spent() const { return left() == 0 && !can_grow() && !supply_.comes_back; }
  /// That all are in use, or lost, and what a person can do about it.
  [[nodiscard]] std::string shortage() const;

 private:
  struct Card {
    CardSupply::Channels channels;
    size_t made = 1;    // channels, when it was there last
    size_t left = 0;    // of them
    size_t in_use = 0;  // even if lost
  };

  [[nodiscard]] size_t left() const { return cards_.size() - lost_; }
  [[nodiscard]] bool can_grow() const { return cards_.size() < at_most_; }
  void make_first();
  void fill(Card& card, CardSupply::Channels channels);
  void add();
  void try_to_grow();
  void put_back(size_t number, CardSupply::Channels channels);
  Card& card_of(const CardReader& channel);
  [[nodiscard]] size_t number_of(const Card& card) const { return &card - cards_.data() + 1; }
  void retire_if_unused(Card& card);
  void renew_if_unused(Card& card);
  void take_out(Card& card);
  void lose(Card& card, const CardReader& channel, const CardLoss& loss);
  void lose_channel(const Card& card, const CardReader& channel, const CardLoss& loss) const;
  void lose_card(Card& card, const CardLoss& loss);

  const CardSupply supply_;
  const std::function<void()> at_return_;
  LostCards lost_cards_;
  size_t at_most_;
  std::vector<Card> cards_;
  std::deque<CardReader*> free_;  // in turn, so that a bad one draws no more than its share
  size_t lost_ = 0;               // cards
};

}  // namespace tls_se
