// `tls-se card pin`: the PINs of a card are set, changed and unblocked.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/pin_source.h"
#include "reader/card_reader.h"

namespace tls_se {

struct PinCommand {
  std::string card;  // its name
  uint8_t pin;       // kUserPin, kAdministratorPin
  PinSource present;
  PinSource fresh;
};

// Each throws std::runtime_error, in words for a person, if the card refuses.

/// While the card has not been activated: a PIN, or another one instead.
void run_pin_set(CardReader& card, const PinCommand& command, std::ostream& out);
/// By who knows it.
void run_pin_change(CardReader& card, const PinCommand& command, std::ostream& out);
/// Of the user's, by the administrator, whose PIN is `present`; with `keeps` it stays what it is.
void run_pin_unblock(CardReader& card, const PinCommand& command, bool keeps, std::ostream& out);

}  // namespace tls_se
