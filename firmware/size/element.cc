#include "element.h"

#include <new>

#include "se/tls_state_machine/programs.h"

namespace tls_se {
namespace {

constexpr size_t kRecordBufferSize = 1024;

using Element = SecureElement<kRecordBufferSize>;

}  // namespace

// Global, so that scripts/size finds it by its name.
extern std::byte element_memory[];
alignas(Element) std::byte element_memory[sizeof(Element)];

void power_up(Crypto& crypto, const CardSettings& settings) {
  new (element_memory) Element(crypto, settings, programs::kServerPsk);
}

Response process(const Bytes& command, const MutableBytes& response) {
  return reinterpret_cast<Element*>(element_memory)->process(command, response);
}

}  // namespace tls_se
