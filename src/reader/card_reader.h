// How a node reaches a card: one interface, one implementation for each kind of reader.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "se/base/bytes.h"
#include "se/data_exchange/status_word.h"

namespace tls_se {

/// The card can't be reached any more, or not now: pulled out, its reader gone, in use by another
/// program, mute. In words for a person, with the next step.
class CardUnreachable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// There is a card, and it is none of TLS-SE's.
class ForeignCard : public CardUnreachable {
 public:
  using CardUnreachable::CardUnreachable;
};

struct CardResponse {
  std::vector<uint8_t> data;
  StatusWord status = 0;
};

class CardReader {
 public:
  virtual ~CardReader() = default;

  /// One command APDU, one response APDU. Throws std::runtime_error, in words for a person, if the
  /// card can't be reached any more (CardUnreachable if the way to it is why); whatever the card
  /// itself answers is a response.
  virtual CardResponse transmit(Bytes command) = 0;
  /// Cold reset: the card is as after power-up.
  virtual void reset() = 0;

  /// Before the first command of a session, and after its last: between the two the card is nobody
  /// else's. Returns whether it may have been, so that it is as after power-up. A card that is this
  /// program's alone has nothing to do. Throws CardUnreachable if it can't be had.
  virtual bool occupy() { return false; }
  virtual void release() noexcept {}

  /// Without a command, while it is occupied: throws CardUnreachable if the card has left
  /// meanwhile, as far as that is known.
  virtual void check() {}

  /// What a person calls it, "in-process card" or the PC/SC reader's name.
  [[nodiscard]] virtual std::string name() const = 0;

  /// Bytes that the card takes in one RECV: nothing until somebody has found out.
  [[nodiscard]] std::optional<size_t> fragment_size() const { return fragment_size_; }
  void remember_fragment_size(size_t size) { fragment_size_ = size; }

 private:
  std::optional<size_t> fragment_size_;
};

/// Occupies a card for as long as it lives.
class CardOccupation {
 public:
  /// Throws what occupy() throws.
  explicit CardOccupation(CardReader& card) : card_(card) { card_.occupy(); }
  ~CardOccupation() { card_.release(); }
  CardOccupation(const CardOccupation&) = delete;
  CardOccupation& operator=(const CardOccupation&) = delete;

 private:
  CardReader& card_;
};

}  // namespace tls_se
