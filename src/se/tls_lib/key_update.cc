#include "se/tls_lib/key_update.h"

#include "se/tls_lib/handshake_header.h"

namespace tls_se {

Alert check_key_update(const Bytes& held) {
  if (held[0] != static_cast<uint8_t>(HandshakeType::key_update)) {
    return refuse(Alert::unexpected_message, Reason::message_out_of_place);
  }
  if (held.size() >= kHandshakeHeaderSize && message_size_of(held) != kKeyUpdateSize) {
    return refuse(Alert::decode_error, Reason::malformed);
  }
  if (held.size() < kKeyUpdateSize) return Alert::none;
  // "If an implementation receives any other value, it MUST terminate the connection with an
  // "illegal_parameter" alert."
  if (held[kHandshakeHeaderSize] > 1) return refuse(Alert::illegal_parameter, Reason::malformed);
  return held.size() == kKeyUpdateSize
             ? Alert::none
             : refuse(Alert::unexpected_message, Reason::message_across_keys);
}

void update_keys(Session& session, Role sender) {
  update_traffic_secret(session.crypto, session.traffic_secrets.of(sender));
  session.install_keys(sender);
}

}  // namespace tls_se
