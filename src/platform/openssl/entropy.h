// Random bytes from the kernel. It is asked every time: nothing is kept that a fork or a copied
// virtual machine could repeat, and one call takes a third of the time that RAND_bytes does.
#pragma once

#include "se/base/bytes.h"

namespace tls_se {

/// False, and `out` wiped, if the kernel has none.
[[nodiscard]] bool fill_with_entropy(MutableBytes out);

}  // namespace tls_se
