#include "se/tls_lib/new_session_ticket.h"

#include "se/tls_lib/extensions.h"

namespace tls_se {

Alert check_new_session_ticket(const Bytes& message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  reader.u32();      // ticket_lifetime
  reader.u32();      // ticket_age_add
  reader.vector8();  // ticket_nonce
  const Bytes ticket = reader.vector16();
  const Bytes block = reader.vector16();
  if (!reader.done() || ticket.empty()) return Alert::decode_error;
  Extensions extensions;  // "Clients MUST ignore unrecognized extensions."
  return extensions.parse(block, ExtensionContext::new_session_ticket);
}

}  // namespace tls_se
