// A card with an applet of the draft's author, or of somebody who has followed it: what a host does
// otherwise than with a card of ours (docs/card.md).
#pragma once

#include <memory>

#include "profile/secret_bytes.h"
#include "reader/card_reader.h"

namespace tls_se {

/// Selects it by its name. Whatever the card answers.
[[nodiscard]] StatusWord select_foreign_applet(CardReader& card);

/// It does not tell its life cycle, and answers to that name; it is selected then.
[[nodiscard]] bool is_foreign_card(CardReader& card);

/// The card, on which the applet is selected; and is again whenever the card has been reset, by
/// whomever. Its reset() and occupy() throw std::runtime_error, in words for a person, if the card
/// has it no more.
[[nodiscard]] std::unique_ptr<CardReader> with_foreign_applet(std::unique_ptr<CardReader> card);

inline constexpr size_t kForeignPin = 8;

/// As such a card compares it, with FF behind what a person has. Throws std::runtime_error if it is
/// longer, in words that go on after whose PIN it is.
[[nodiscard]] SecretBytes foreign_pin(const SecretBytes& pin);

}  // namespace tls_se
