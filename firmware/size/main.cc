// Feeds the element a command from nowhere, so that the linker must keep all that a card uses.
#include "element.h"
#include "stub_platform.h"

namespace tls_se {
namespace {

// What a card is personalised with, and where its reader puts commands, is known to no compiler.
uint8_t* volatile memory_from_nowhere;
volatile size_t size_from_nowhere;

Bytes bytes_from_nowhere() { return {memory_from_nowhere, size_from_nowhere}; }

}  // namespace
}  // namespace tls_se

extern "C" [[gnu::section(".start")]] void start() {
  using namespace tls_se;
  const Psk psk{.identity = bytes_from_nowhere(), .key = bytes_from_nowhere()};
  const CipherSuite* const suites[] = {&kAes128CcmSha256};
  const CardSettings settings{
      .tls = {.role = Role::server, .psks = {&psk, 1}, .cipher_suites = suites},
      .sw_more = static_cast<SwMore>(size_from_nowhere)};
  power_up(stub_platform(), settings);
  for (;;) {
    const Response response =
        process(bytes_from_nowhere(), {memory_from_nowhere, size_from_nowhere});
    size_from_nowhere = response.size + response.status;
  }
}
