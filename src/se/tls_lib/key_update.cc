#include "se/tls_lib/key_update.h"

namespace tls_se {

Alert check_key_update(const Bytes& message, bool& requested) {
  if (message.size() != kKeyUpdateSize) return refuse(Alert::decode_error, Reason::malformed);
  const uint8_t request_update = message[kHandshakeHeaderSize];
  // "If an implementation receives any other value, it MUST terminate the connection with an
  // "illegal_parameter" alert."
  if (request_update > 1) return refuse(Alert::illegal_parameter, Reason::malformed);
  requested = request_update == 1;
  return Alert::none;
}

Alert update_keys(Session& session, Role sender) {
  update_traffic_secret(session.crypto, session.traffic_secrets.of(sender));
  return session.install_keys(sender);
}

}  // namespace tls_se
