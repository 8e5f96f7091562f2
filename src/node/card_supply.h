// Where the cards of a listener come from.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "reader/card_reader.h"

namespace tls_se {

/// Some are there from the beginning, others are made when a connection comes for which none is
/// free.
struct CardSupply {
  /// Readers of one card's channels, one or more: a card without channels is its own only one.
  using Channels = std::vector<std::unique_ptr<CardReader>>;

  /// Before a card that is lost is tried again; each is twice as long as the one before.
  struct Pauses {
    std::chrono::milliseconds first = std::chrono::seconds(1);
    std::chrono::milliseconds longest = std::chrono::seconds(60);
  };

  /// Card 1, 2 and so on. Throws std::exception, in words for a person. Those at first, and those
  /// that come with connections, are made while the listener waits.
  std::function<Channels(size_t number)> make;
  size_t at_first = 1;
  size_t at_most = 1;      // those that are lost count
  bool is_unique = false;  // a person has this card, and nobody can make another
  /// One that is lost, or was not there at first, is tried again by make(): on any thread, and not
  /// twice at once for the same card.
  bool comes_back = false;
  Pauses pauses = {};
};

}  // namespace tls_se
