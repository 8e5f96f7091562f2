// What the keys of a profile ask of each other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "profile/card_profile.h"

namespace tls_se {

struct BrokenRule {
  std::string_view key;  // the one to blame, which the profile need not have
  std::string why;       // what is wrong and what would be right
};

/// The first rule that the profile breaks: something that a mode of its role needs is missing, or
/// no mode uses what is there. What is empty counts as not there.
[[nodiscard]] std::optional<BrokenRule> broken_rule(const CardProfile& profile);

}  // namespace tls_se
