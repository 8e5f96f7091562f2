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
  if (!reader.done() || ticket.empty()) return refuse(Alert::decode_error, Reason::malformed);
  Extensions extensions;  // "Clients MUST ignore unrecognized extensions."
  TLS_SE_TRY(extensions.parse(block, ExtensionContext::new_session_ticket));
  const Bytes early_data = extensions.find(ExtensionType::early_data);
  const bool right = early_data.data() == nullptr || early_data.size() == 4;  // max_early_data_size
  return right ? Alert::none : refuse(Alert::decode_error, Reason::malformed);
}

}  // namespace tls_se
