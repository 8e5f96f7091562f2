#include "personal_element.h"

#include <new>

#include "se/tls_state_machine/programs.h"
#include "stub_platform.h"

namespace tls_se {
namespace {

inline constexpr const NamedGroup* kGroups[] = {&kSecp256r1};

#include TLS_SE_CARD

constexpr uint8_t kVersion[] = {'T', 'L', 'S', '-', 'S', 'E'};

constinit const CardModel kModel = {
    .server = kServer,
    .client = kClient,
    .cipher_suites = kCipherSuites,
    .groups = kGroups,
    .signatures = kHasCertificates ? &stub_signatures : nullptr,
    .key_maker = kHasCertificates ? &stub_key_maker : nullptr,
    .version = kVersion,
};

constexpr CardSize with_channels(size_t channels) {
  CardSize size = kSize;
  size.channels = channels;
  return size;
}

struct Element {
  Element(Crypto& crypto, Flash& flash)
      : store(flash, ObjectStore::kMinAreas, flash.mapped().size() / ObjectStore::kMinAreas),
        card(crypto, store, kObjects, kCommands, kModel) {}

  ObjectStore store;
  PersonalCard<kSize> card;
};

}  // namespace

// Global, so that scripts/size finds them by their names.
extern std::byte element_memory[];
alignas(Element) std::byte element_memory[sizeof(Element)];
// Nobody uses these: their sizes are what is looked at.
extern const std::byte store_memory[sizeof(ObjectStore)] = {};
extern const std::byte channel_memory[sizeof(PersonalCard<with_channels(2)>) -
                                      sizeof(PersonalCard<kSize>) -
                                      (kSize.record_buffer + kRecordOverhead)] = {};

void power_up(Crypto& crypto, Flash& flash) { new (element_memory) Element(crypto, flash); }

Response process(const Bytes& command, const MutableBytes& response) {
  return reinterpret_cast<Element*>(element_memory)->card.process(command, response);
}

}  // namespace tls_se
