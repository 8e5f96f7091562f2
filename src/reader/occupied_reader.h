// A reader that is occupied for as long as it lives: for a command that has a card from its
// beginning to its end.
#pragma once

#include <memory>

#include "reader/card_reader.h"

namespace tls_se {

/// Throws what occupy() throws.
[[nodiscard]] std::unique_ptr<CardReader> occupied(std::unique_ptr<CardReader> card);

}  // namespace tls_se
