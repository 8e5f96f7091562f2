// What a person can do about the alert that ended a session.
#pragma once

#include <string>

#include "node/card_session.h"

namespace tls_se {

/// Whole sentences; nothing where there is nothing to say. `is_client`: the card is.
[[nodiscard]] std::string advice(const SessionAlert& alert, bool is_client, bool was_open);

}  // namespace tls_se
