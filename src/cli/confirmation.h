// Whether a person means it, before what can't be undone.
#pragma once

#include <string>

namespace tls_se {

/// Asks at the terminal; at once if `forced`. Throws UsageError if there is no terminal, and
/// std::runtime_error if the answer is no.
void confirm(const std::string& question, bool forced);

}  // namespace tls_se
