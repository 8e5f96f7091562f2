// Brings a card with an applet of the draft's author to what a profile says, as far as it goes: it
// takes one pre-shared key, and is what it is otherwise.
#pragma once

#include <optional>
#include <string>

#include "personalisation/foreign_card.h"
#include "profile/card_profile.h"

namespace tls_se {

inline constexpr size_t kForeignPsk = 32;

/// The one by which these applets know a client; no command changes it.
inline constexpr char kForeignIdentity[] = "Client_identity";

/// What such a card can't be, and would be with this profile, in words for a person that go on
/// after the profile's name. Nothing if it can.
[[nodiscard]] std::optional<std::string> objection_of_foreign_card(const CardProfile& profile);

/// Shows the administrator's PIN (foreign_pin) and puts the key, of 32 bytes. Throws
/// std::runtime_error, in words for a person, if the card refuses: its key is then as it was.
void put_foreign_psk(CardReader& card, const SecretBytes& administrator_pin, Bytes key);

}  // namespace tls_se
