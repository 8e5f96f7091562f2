// How long a card, and the way to it, take for a command.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "doctor/findings.h"
#include "reader/card_reader.h"

namespace tls_se {

using SteadyClock = std::function<std::chrono::steady_clock::time_point()>;

/// The median of several that the card has next to nothing to do for. Throws what transmit()
/// throws.
[[nodiscard]] std::chrono::microseconds time_of_command(CardReader& card, const SteadyClock& clock);

[[nodiscard]] Finding check_time(const std::string& name, std::chrono::microseconds time,
                                 bool is_in_virtual_reader);

}  // namespace tls_se
