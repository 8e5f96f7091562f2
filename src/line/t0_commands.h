// What a card makes of the commands that come by T=0 (ISO 7816-3 section 12.2): their header does
// not say whether P3 is Lc or Le, nor whether an answer is expected behind data. The card knows.
#pragma once

#include <vector>

#include "reader/card_reader.h"

namespace tls_se {

class T0Commands {
 public:
  explicit T0Commands(CardReader& card) : card_(card) {}
  ~T0Commands() { forget(); }
  T0Commands(const T0Commands&) = delete;
  T0Commands& operator=(const T0Commands&) = delete;

  /// A command with data has no Le, one without may have P3 = 00 for none. An answer to data is
  /// announced by 61xx and fetched with GET RESPONSE. Whole commands are taken as well: readers
  /// hand on what they get.
  [[nodiscard]] CardResponse transmit(Bytes command);
  /// What is left of an answer: the card's power goes.
  void forget();

 private:
  [[nodiscard]] CardResponse announce(CardResponse answer);
  [[nodiscard]] CardResponse rest(uint8_t p3);

  CardReader& card_;
  CardResponse held_;  // an answer that has been announced
};

}  // namespace tls_se
