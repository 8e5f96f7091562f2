// RECV, as a node sends it (draft section 3.2).
#pragma once

#include <vector>

#include "se/data_exchange/apdu.h"

namespace tls_se {

/// `work` is its P1, `flags` its P2. The fragment has kMaxShortData bytes at most; none is RESET.
[[nodiscard]] std::vector<uint8_t> recv_command(uint8_t work, uint8_t flags, Bytes fragment);

}  // namespace tls_se
