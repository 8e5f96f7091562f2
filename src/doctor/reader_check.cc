#include "doctor/reader_check.h"

namespace tls_se {

Finding check_readers(const std::vector<PcscSlot>& slots) {
  if (slots.empty()) {
    return {"readers", Severity::error, "there is none",
            "plug one in, and look whether `lsusb` shows it; then for its driver, of most readers "
            "libccid (`apt-get install libccid`). docs/cards.md has a virtual one"};
  }
  std::string words;
  for (const PcscSlot& slot : slots) words += (words.empty() ? "'" : ", '") + slot.name + "'";
  return {"readers", Severity::ok, words, ""};
}

}  // namespace tls_se
