#include "platform/flash/flash_rules.h"

#include <algorithm>
#include <stdexcept>

namespace tls_se {

void check_program(const Bytes& flash, size_t at, const Bytes& words) {
  if (at % Flash::kWordSize != 0 || words.size() % Flash::kWordSize != 0 || at > flash.size() ||
      words.size() > flash.size() - at) {
    throw std::logic_error("flash is programmed in whole words that it has");
  }
  const auto is_erased = [](uint8_t byte) { return byte == Flash::kErased; };
  if (!std::ranges::all_of(flash.subspan(at, words.size()), is_erased)) {
    throw std::logic_error("a word of flash is programmed once");
  }
}

MutableBytes page_of(const MutableBytes& flash, size_t page_size, size_t page) {
  if (page >= flash.size() / page_size) throw std::logic_error("there is no such page of flash");
  return flash.subspan(page * page_size, page_size);
}

}  // namespace tls_se
