// A card in memory that becomes what a profile says, by the commands that make any card so.
#pragma once

#include <functional>

#include "card/card_body.h"
#include "platform/flash/memory_flash.h"
#include "profile/card_profile.h"

namespace tls_se {

/// Blank, and large enough for the profile.
[[nodiscard]] MemoryFlash flash_for(const CardProfile& profile);

/// How many objects of each kind the profile has, if those are more than `build` has room for.
[[nodiscard]] CardBuild with_room_for(CardBuild build, const CardProfile& profile);

/// Personalises the card of this build that has this flash. Throws std::runtime_error, in words for
/// a person, if the card refuses.
void personalise(Flash& flash, const CardProfile& profile, const CardBuild& build);
/// The same over a platform of the caller's, which `use_keys` tells where its keys are: nowhere,
/// in the end.
void personalise(Flash& flash, const CardProfile& profile, const CardBuild& build, Crypto& crypto,
                 Signatures& signatures, KeyMaker& key_maker,
                 const std::function<void(const KeyBytes*)>& use_keys);

}  // namespace tls_se
