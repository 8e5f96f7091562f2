#include "se/tls_lib/new_session_ticket.h"

#include <algorithm>

#include "se/tls_lib/extensions.h"
#include "se/tls_lib/handshake_header.h"
#include "se/tls_lib/key_update.h"

namespace tls_se {

Alert check_new_session_ticket(const Bytes& message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  reader.u32();      // ticket_lifetime
  reader.u32();      // ticket_age_add
  reader.vector8();  // ticket_nonce
  const Bytes ticket = reader.vector16();
  const Bytes block = reader.vector16();
  if (!reader.done() || ticket.empty()) return refuse(Alert::decode_error, Reason::malformed);
  Extensions extensions;  // "Clients MUST ignore unrecognized extensions."
  TLS_SE_TRY(extensions.parse(block, ExtensionContext::new_session_ticket));
  const Bytes early_data = extensions.find(ExtensionType::early_data);
  const bool right = early_data.data() == nullptr || early_data.size() == 4;  // max_early_data_size
  return right ? Alert::none : refuse(Alert::decode_error, Reason::malformed);
}

Alert check_post_handshake_of_client(const Bytes& held, size_t& ticket_left, size_t& passed) {
  passed = std::min(ticket_left, held.size());  // then nothing was held before
  ticket_left -= passed;
  while (passed < held.size()) {
    const Bytes rest = held.subspan(passed);
    if (rest[0] != static_cast<uint8_t>(HandshakeType::new_session_ticket)) {
      return check_key_update(rest);
    }
    if (rest.size() < kHandshakeHeaderSize) break;
    const size_t size = message_size_of(rest);
    if (rest.size() < size) {
      ticket_left = size - rest.size();
      passed = held.size();
      break;
    }
    TLS_SE_TRY(check_new_session_ticket(rest.first(size)));
    passed += size;
  }
  return Alert::none;
}

}  // namespace tls_se
