// How a node reaches a card: one interface, one implementation for each kind of reader.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "se/base/bytes.h"
#include "se/data_exchange/status_word.h"

namespace tls_se {

struct CardResponse {
  std::vector<uint8_t> data;
  StatusWord status = 0;
};

class CardReader {
 public:
  virtual ~CardReader() = default;

  /// One command APDU, one response APDU. Throws std::runtime_error, in words for a person, if the
  /// card can't be reached any more; whatever the card itself answers is a response.
  virtual CardResponse transmit(Bytes command) = 0;
  /// Cold reset: the card is as after power-up.
  virtual void reset() = 0;
  /// What a person calls it, "in-process card" or the PC/SC reader's name.
  [[nodiscard]] virtual std::string name() const = 0;
};

}  // namespace tls_se
