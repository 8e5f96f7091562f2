// The cards of a listener: which are free, which are lost, and where more come from. Used on the
// strand of its listener.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "reader/card_reader.h"

namespace tls_se {

/// Where the cards of a listener come from: some are there from the beginning, others are made when
/// a connection comes for which none is free.
struct CardSupply {
  /// Card 1, 2 and so on. Throws std::exception, in words for a person.
  std::function<std::unique_ptr<CardReader>(size_t number)> make;
  size_t at_first = 1;
  size_t at_most = 1;  // those that are lost count
};

class CardPool {
 public:
  /// Throws what make() throws.
  explicit CardPool(CardSupply supply);

  /// One for a connection to itself; null while all are in use and no other can be made.
  [[nodiscard]] CardReader* take();
  void give_back(CardReader& card) { free_.push_back(&card); }
  /// A card that is broken would be free again at once, and fail each connection that comes.
  void leave_out(const CardReader& card, const std::string& loss);

  /// Those that were made, with the lost ones.
  [[nodiscard]] size_t size() const { return cards_.size(); }
  /// All cards are lost, and there will be no others.
  [[nodiscard]] bool is_spent() const { return left() == 0 && !can_grow(); }
  /// That all are in use, and what a person can do about it.
  [[nodiscard]] std::string shortage() const;

 private:
  [[nodiscard]] size_t left() const { return cards_.size() - lost_; }
  [[nodiscard]] bool can_grow() const { return cards_.size() < at_most_; }
  void add();
  void try_to_grow();

  const CardSupply supply_;
  size_t at_most_;
  std::vector<std::unique_ptr<CardReader>> cards_;
  std::deque<CardReader*> free_;  // in turn, so that a bad one draws no more than its share
  size_t lost_ = 0;
};

}  // namespace tls_se
