// Which readers there are.
#pragma once

#include <vector>

#include "doctor/findings.h"
#include "reader/pcsc/pcsc_readers.h"

namespace tls_se {

[[nodiscard]] Finding check_readers(const std::vector<PcscSlot>& slots);

}  // namespace tls_se
