#include "doctor/memory_check.h"

#include <fmt/format.h>

namespace tls_se {
namespace {

constexpr uint32_t kEnough = 10;  // of 100
// Makers of microcontrollers promise 10,000 and more for each page of their flash.
constexpr uint32_t kWorn = 8000;

}  // namespace

Findings check_memory(const std::string& name, const MemoryState& memory) {
  Findings findings;
  if (uint64_t{memory.free} * 100 < uint64_t{memory.capacity} * kEnough) {
    findings.push_back({name, Severity::warning,
                        fmt::format("its memory is nearly full: {} of {} bytes are free",
                                    memory.free, memory.capacity),
                        "take from its profile what is not needed any more, PSKs and trust anchors "
                        "say, and put it there again with `tls-se card personalise`"});
  }
  if (memory.wear >= kWorn) {
    findings.push_back(
        {name, Severity::warning,
         fmt::format("its memory is worn: a page of it has been erased {} times", memory.wear),
         "have another card ready: flash is made for 10,000 times or a few more"});
  }
  return findings;
}

}  // namespace tls_se
