// What is on a card, and what of it keeps it from serving.
#pragma once

#include <chrono>
#include <string>

#include "doctor/findings.h"
#include "personalisation/card_contents.h"
#include "reader/card_reader.h"

namespace tls_se {

/// Of the card of this name. The reader is asked for one thing alone: whether a session can begin.
/// Throws what transmit() throws.
[[nodiscard]] Findings check_contents(const std::string& name, const CardContents& contents,
                                      CardReader& reader,
                                      std::chrono::system_clock::time_point now);

}  // namespace tls_se
