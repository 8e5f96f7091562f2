// `tls-se card activate`, `terminate` and `erase`: the life of a card, which goes one way.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/pin_source.h"
#include "reader/card_reader.h"

namespace tls_se {

// `name` is the card's; only `terminate` may meet one that is terminated. Each throws
// std::runtime_error, in words for a person, if the card refuses, and asks before what can't be
// undone, unless `forced`.

void run_activate(CardReader& card, const std::string& name, std::ostream& out);
void run_terminate(CardReader& card, const std::string& name, const PinSource& administrator_pin,
                   bool forced, std::ostream& out);
void run_erase(CardReader& card, const std::string& name, bool forced, std::ostream& out);

}  // namespace tls_se
