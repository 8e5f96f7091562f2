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
extern std::byte node_supplied_memory[];
alignas(NodeSupplied) std::byte node_supplied_memory[sizeof(NodeSupplied)];

void power_up(Crypto& crypto, CardSettings& settings) {
  PutData* put_data = nullptr;
  if constexpr (kHasPutData) {
    auto* supplied = new (node_supplied_memory) NodeSupplied(*settings.tls.circumstances);
    settings.tls.circumstances = &supplied->circumstances();
    put_data = supplied;
  }
  new (element_memory) Element(crypto, settings, put_data);
}

Response process(const Bytes& command, const MutableBytes& response) {
  return reinterpret_cast<Element*>(element_memory)->process(command, response);
}

}  // namespace tls_se
