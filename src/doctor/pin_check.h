// The PINs of a card: those that it needs, and whether they can be shown.
#pragma once

#include <string>

#include "doctor/findings.h"
#include "personalisation/card_contents.h"

namespace tls_se {

/// Nothing is said of what is as it should be.
[[nodiscard]] Findings check_pins(const std::string& name, const CardContents& contents);

}  // namespace tls_se
