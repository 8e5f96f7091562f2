#include "platform/flash/memory_flash.h"

#include <algorithm>
#include <stdexcept>

#include "platform/flash/flash_rules.h"

namespace tls_se {

MemoryFlash::MemoryFlash(size_t page_size, size_t pages)
    : page_size_(page_size), bytes_(page_size * pages, kErased), erasures_(pages) {}

bool MemoryFlash::program(size_t at, const Bytes& words) {
  check_program(bytes_, at, words);
  std::ranges::copy(words, bytes_.begin() + static_cast<ptrdiff_t>(at));
  return true;
}

bool MemoryFlash::erase(size_t at) {
  std::ranges::fill(page_of(bytes_, page_size_, at), kErased);
  ++erasures_[at / page_size_];
  return true;
}

}  // namespace tls_se
