// Which card is behind a command: the one of a profile, or the draft's. What is unwise in a profile
// goes to the log, once.
#pragma once

#include <string>

#include "profile/profile_reader.h"

namespace tls_se {

/// Throws UsageError.
[[nodiscard]] LoadedProfile read_profile(const std::string& file);

/// A card in memory: the demo card if there is no file. Throws UsageError, also if the profile is
/// for a card of its own.
[[nodiscard]] CardProfile load_profile(const std::string& file);

/// The same of this role: the demo card, with a loud warning, takes any. Throws UsageError too if
/// the profile is for the other one.
[[nodiscard]] CardProfile load_profile_for(Role role, const std::string& file);

}  // namespace tls_se
