// Profiles that no card in memory can be made of: for a card that has made its key itself, or that
// wants its user's PIN. Both stand on the card alone.
#pragma once

#include <optional>
#include <string>

#include "profile/card_profile.h"

namespace tls_se {

/// Which key of the profile wants a card of its own, and the commands that make one, in words for a
/// person. Nothing if a card in memory will do. `file` is the profile's.
[[nodiscard]] std::optional<std::string> wish_for_own_card(const CardProfile& profile,
                                                           const std::string& file);

}  // namespace tls_se
