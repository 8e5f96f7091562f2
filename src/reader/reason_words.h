// What a card has found wrong, in words for a log. docs/draft-notes.md has the same ones.
#pragma once

#include <string>

#include "se/base/reason.h"

namespace tls_se {

/// "no PSK taken". Of a number that there is not, "reason 77".
[[nodiscard]] std::string reason_words(Reason reason);

}  // namespace tls_se
