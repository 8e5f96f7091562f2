// What whoever uses flash has to keep to: pages are erased whole, words are written once, but that
// zeros may follow.
#pragma once

#include "se/store/flash.h"

namespace tls_se {

/// Throws std::logic_error if these words can't be programmed there.
void check_program(const Bytes& flash, size_t at, const Bytes& words);

/// The page that begins there; throws std::logic_error if none does.
[[nodiscard]] MutableBytes page_of(const MutableBytes& flash, size_t page_size, size_t at);

}  // namespace tls_se
