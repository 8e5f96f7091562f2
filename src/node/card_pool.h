// The cards of a listener: which are free, which are lost, and where more come from. A card serves
// one connection on each of its channels. Used on the strand of its listener.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "node/connection_end.h"
#include "reader/card_reader.h"

namespace tls_se {

/// Where the cards of a listener come from: some are there from the beginning, others are made when
/// a connection comes for which none is free.
struct CardSupply {
  /// Readers of one card's channels, one or more: a card without channels is its own only one.
  using Channels = std::vector<std::unique_ptr<CardReader>>;

  /// Card 1, 2 and so on. Throws std::exception, in words for a person.
  std::function<Channels(size_t number)> make;
  size_t at_first = 1;
  size_t at_most = 1;      // those that are lost count
  bool is_unique = false;  // a person has this card, and nobody can make another
};

class CardPool {
 public:
  /// Throws what make() throws.
  explicit CardPool(CardSupply supply);

  /// A channel, for a connection to itself; null while all are in use and no other can be made.
  [[nodiscard]] CardReader* take();
  /// One of a card that was lost meanwhile stays out.
  void give_back(CardReader& channel);
  /// A channel that is broken would be free again at once, and fail each connection that comes. A
  /// card that is lost takes all its channels with it.
  void leave_out(const CardReader& channel, const CardLoss& loss);

  [[nodiscard]] bool has_free() const { return !free_.empty(); }
  /// Channels that were made, with the lost ones.
  [[nodiscard]] size_t size() const { return made_; }
  /// All cards are lost, and there will be no others.
  [[nodiscard]] bool is_spent() const { return left() == 0 && !can_grow(); }
  /// That all are in use, and what a person can do about it.
  [[nodiscard]] std::string shortage() const;

 private:
  struct Card {
    CardSupply::Channels channels;
    size_t left = 0;  // of them
  };

  [[nodiscard]] size_t left() const { return cards_.size() - lost_; }
  [[nodiscard]] bool can_grow() const { return cards_.size() < at_most_; }
  void add();
  void try_to_grow();
  Card& card_of(const CardReader& channel);
  void lose_channel(const Card& card, const CardReader& channel, const CardLoss& loss) const;
  void lose_card(Card& card, const CardLoss& loss);
  [[nodiscard]] std::string words_of_channels() const;

  const CardSupply supply_;
  size_t at_most_;
  std::vector<Card> cards_;
  std::deque<CardReader*> free_;  // in turn, so that a bad one draws no more than its share
  size_t made_ = 0;
  size_t lost_ = 0;  // cards
};

}  // namespace tls_se
