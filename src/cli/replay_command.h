// `tls-se replay`: plays a recorded conversation to a card and compares what it answers.
#pragma once

#include <iosfwd>

#include "cli/trace_file.h"
#include "reader/card_reader.h"

namespace tls_se {

/// Prints a line for each exchange, and stops at the first that differs. True if none did.
[[nodiscard]] bool run_replay(CardReader& card, const Trace& trace, std::ostream& out);

}  // namespace tls_se
