// A command as it has to be given to a reader that speaks T=0 with its card (ISO 7816-3 section
// 12.2).
#pragma once

#include <optional>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

/// Without data it has P3, and with data no Le: the answer is announced. Nothing if T=0 can't say
/// it: a command of extended length.
[[nodiscard]] std::optional<std::vector<uint8_t>> t0_command(const Bytes& command);

}  // namespace tls_se
