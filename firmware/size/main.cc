// Feeds the element a command from nowhere, so that the linker must keep all that a card uses.
#include "card.h"
#include "element.h"
#include "stub_platform.h"

namespace tls_se {
namespace {

// What a card is personalised with, and where its reader puts commands, is known to no compiler.
uint8_t* volatile memory_from_nowhere;
volatile size_t size_from_nowhere;

Bytes bytes_from_nowhere() { return {memory_from_nowhere, size_from_nowhere}; }

Modes modes_from_nowhere() {
  Modes modes;
  modes.add(static_cast<Mode>(size_from_nowhere));
  return modes;
}

}  // namespace
}  // namespace tls_se

extern "C" [[gnu::section(".start")]] void start() {
  using namespace tls_se;
  const Psk psk{.identity = bytes_from_nowhere(), .key = KeyHandle(size_from_nowhere)};
  CardSettings settings{.program = &program_of(static_cast<Role>(size_from_nowhere)),
                        .tls = {.modes = modes_from_nowhere(),
                                .psks = {&psk, 1},
                                .cipher_suites = kCipherSuites,
                                .groups = kGroups},
                        .sw_more = static_cast<SwMore>(size_from_nowhere)};
  const Circumstances circumstances{.protocols = bytes_from_nowhere()};
  const Bytes certificate = bytes_from_nowhere();
  settings.tls.circumstances = &circumstances;
  if constexpr (kHasCertificates) {
    settings.tls.certificates = {.signatures = &stub_signatures,
                                 .chain = {&certificate, 1},
                                 .private_key = KeyHandle(size_from_nowhere),
                                 .trust_anchors = {&certificate, 1}};
  }
  const PeerPattern allowed{.kind = static_cast<PeerPattern::Kind>(size_from_nowhere),
                            .value = bytes_from_nowhere()};
  power_up(stub_platform(), settings, {&allowed, 1});
  for (;;) {
    const Response response =
        process(bytes_from_nowhere(), {memory_from_nowhere, size_from_nowhere});
    size_from_nowhere = response.size + response.status;
  }
}
