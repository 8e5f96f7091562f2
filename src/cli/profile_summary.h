// What a card of a profile would be, in a few lines for a person.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "profile/card_profile.h"

namespace tls_se {

struct SummaryLine {
  std::string what;
  std::string words;  // without secrets, and printable whatever a certificate or identity holds
};

[[nodiscard]] std::vector<SummaryLine> summary(const CardProfile& profile,
                                               std::chrono::system_clock::time_point now);

}  // namespace tls_se
