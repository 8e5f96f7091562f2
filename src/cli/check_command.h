// `tls-se check`: what a start would make of a profile, without one.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "profile/card_profile.h"
#include "reader/card_reader.h"

namespace tls_se {

struct Check {
  std::string profile;  // the file
  bool quiet = false;   // the warnings alone
  /// As a start makes it. Throws std::runtime_error if none can be made.
  std::function<std::unique_ptr<CardReader>(CardProfile)> make_card;
};

/// False if there are warnings. Throws UsageError if no card can be used with this profile.
[[nodiscard]] bool run_check(const Check& check, std::ostream& out);

}  // namespace tls_se
