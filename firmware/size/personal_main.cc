// Feeds the card a command from nowhere, so that the linker must keep all that it uses.
#include "personal_element.h"
#include "stub_platform.h"

namespace tls_se {
namespace {

uint8_t* volatile memory_from_nowhere;
volatile size_t size_from_nowhere;

}  // namespace
}  // namespace tls_se

extern "C" [[gnu::section(".start")]] void start() {
  using namespace tls_se;
  power_up(stub_platform(), stub_flash());
  for (;;) {
    const Response response =
        process({memory_from_nowhere, size_from_nowhere}, {memory_from_nowhere, size_from_nowhere});
    size_from_nowhere = response.size + response.status;
  }
}
