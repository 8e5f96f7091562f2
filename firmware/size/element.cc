#include "element.h"

#include <new>

#include "card.h"

namespace tls_se {
namespace {

using Element = SecureElement<kRecordBufferSize>;

}  // namespace

// Global, so that scripts/size finds them by their names.
extern std::byte element_memory[];
alignas(Element) std::byte element_memory[sizeof(Element)];
extern std::byte circumstances_memory[];
alignas(CardCircumstances) std::byte circumstances_memory[sizeof(CardCircumstances)];
extern std::byte peer_memory[];
alignas(CardPeer) std::byte peer_memory[sizeof(CardPeer)];

void power_up(Crypto& crypto, CardSettings& settings,
              [[maybe_unused]] const std::span<const PeerPattern>& allowed) {
  PutData* put_data = nullptr;
  if constexpr (kHasPutData) {
    auto* told = new (circumstances_memory) CardCircumstances(*settings.tls.circumstances);
    settings.tls.circumstances = &told->circumstances();
    put_data = told;
  }
  if constexpr (kKnowsPeers) {
    settings.tls.peer_watch = new (peer_memory) CardPeer(allowed);
  }
  new (element_memory) Element(crypto, settings, put_data);
}

Response process(const Bytes& command, const MutableBytes& response) {
  return reinterpret_cast<Element*>(element_memory)->process(command, response);
}

}  // namespace tls_se
