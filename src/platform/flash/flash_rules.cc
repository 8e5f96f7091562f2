#include "platform/flash/flash_rules.h"

#include <algorithm>
#include <stdexcept>

namespace tls_se {

void check_program(const Bytes& flash, size_t at, const Bytes& words) {
  if (at % Flash::kWordSize != 0 || words.size() % Flash::kWordSize != 0 || at > flash.size() ||
      words.size() > flash.size() - at) {
    throw std::logic_error("flash is programmed in whole words that it has");
  }
  for (size_t word = 0; word < words.size(); word += Flash::kWordSize) {
    const auto is_all = [](const Bytes& bytes, uint8_t value) {
      return std::ranges::all_of(bytes, [=](uint8_t byte) { return byte == value; });
    };
    if (!is_all(flash.subspan(at + word, Flash::kWordSize), Flash::kErased) &&
        !is_all(words.subspan(word, Flash::kWordSize), 0)) {
      throw std::logic_error("a word of flash is programmed once, or becomes zeros");
    }
  }
}

MutableBytes page_of(const MutableBytes& flash, size_t page_size, size_t at) {
  if (at % page_size != 0 || at >= flash.size()) {
    throw std::logic_error("no page of flash begins there");
  }
  return flash.subspan(at, page_size);
}

}  // namespace tls_se
