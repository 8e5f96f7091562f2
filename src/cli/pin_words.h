// PINs of a card in words, and the administrator's where a command wants it.
#pragma once

#include <string>

#include "cli/pin_source.h"
#include "personalisation/card_commands.h"

namespace tls_se {

// P2 of the commands (docs/apdu.md).
inline constexpr uint8_t kUserPin = 0;
inline constexpr uint8_t kAdministratorPin = 1;

/// "the user's PIN".
[[nodiscard]] std::string pin_words(uint8_t pin);
/// What follows it: "is wrong, 2 tries are left".
[[nodiscard]] std::string pin_status_words(uint8_t pin, StatusWord status);

/// Shows it, unless that has been done. Throws std::runtime_error, in words for a person: there is
/// none, it is blocked, or the one that came was wrong.
void show_administrator_pin(CardCommands& card, const PinSource& source);
/// The same where the card wants it for its objects: once it has been activated.
void show_administrator_pin_if_operational(CardCommands& card, const PinSource& source);

}  // namespace tls_se
