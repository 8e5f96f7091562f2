// `tls-se card info`: a card in a few lines for a person.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "reader/card_reader.h"

namespace tls_se {

/// `name` is the card's. Throws std::runtime_error, in words for a person, if it is none that can
/// tell.
void print_card_info(CardReader& card, const std::string& name,
                     std::chrono::system_clock::time_point now, std::ostream& out);

}  // namespace tls_se
