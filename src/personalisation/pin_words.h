// The two PINs of a card, in words for a person.
#pragma once

#include <string>

#include "se/data_exchange/status_word.h"

namespace tls_se {

// P2 of the commands (docs/apdu.md).
inline constexpr uint8_t kUserPin = 0;
inline constexpr uint8_t kAdministratorPin = 1;

/// "the user's PIN".
[[nodiscard]] std::string pin_words(uint8_t pin);
/// The same, and what VERIFY says of it: "the user's PIN is wrong, and 2 tries are left".
[[nodiscard]] std::string pin_refusal_words(uint8_t pin, StatusWord status);

}  // namespace tls_se
