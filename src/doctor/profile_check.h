// A profile: whether it can be read, what is unwise in it, and which cards are as it says.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "doctor/findings.h"
#include "personalisation/object_plan.h"
#include "profile/card_profile.h"
#include "reader/card_reader.h"

namespace tls_se {

struct ProfileCheck {
  Findings findings;
  std::optional<CardProfile> profile;  // nothing: it can't be read
};
[[nodiscard]] ProfileCheck check_profile(const std::string& file,
                                         std::chrono::system_clock::time_point now);

/// The profile is this file's. Of a card that is TLS-SE's, and not terminated.
[[nodiscard]] Finding compare_with_profile(const std::string& name, CardReader& card,
                                           const std::string& file, const CardProfile& profile);

}  // namespace tls_se
