// The administrator's PIN, where a command wants it.
#pragma once

#include "cli/pin_source.h"
#include "personalisation/card_commands.h"

namespace tls_se {

/// Shows it, unless that has been done. Throws std::runtime_error, in words for a person: there is
/// none, it is blocked, or the one that came was wrong.
void show_administrator_pin(CardCommands& card, const PinSource& source);
/// The same where the card wants it for its objects: once it has been activated.
void show_administrator_pin_if_operational(CardCommands& card, const PinSource& source);

}  // namespace tls_se
