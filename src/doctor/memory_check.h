// The memory of a card: what is left of it, and how worn it is.
#pragma once

#include <string>

#include "doctor/findings.h"
#include "se/data_exchange/data_objects.h"

namespace tls_se {

/// Nothing is said of one that is as it should be.
[[nodiscard]] Findings check_memory(const std::string& name, const MemoryState& memory);

}  // namespace tls_se
