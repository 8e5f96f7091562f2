// What it takes to talk to a card, and whether it is one of TLS-SE's.
#pragma once

#include <memory>

#include "doctor/card_to_check.h"
#include "doctor/findings.h"

namespace tls_se {

/// The card, which is this program's for as long as the reader lives, its application selected, and
/// which tells what is on it. Null if there is no such card to be had: then a finding says why.
[[nodiscard]] std::unique_ptr<CardReader> reach_card(const CardToCheck& card, Findings& findings);

}  // namespace tls_se
