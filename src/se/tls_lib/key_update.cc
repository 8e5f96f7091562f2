#include "se/tls_lib/key_update.h"

namespace tls_se {

Alert check_key_update(const Bytes& message, bool& requested) {
  if (message.size() != kKeyUpdateSize) return Alert::decode_error;
  const uint8_t request_update = message[kHandshakeHeaderSize];
  // "If an implementation receives any other value, it MUST terminate the connection with an
  // "illegal_parameter" alert."
  if (request_update > 1) return Alert::illegal_parameter;
  requested = request_update == 1;
  return Alert::none;
}

Alert update_keys(Session& session, Role sender) {
  session.schedule.update_traffic(sender);
  return session.install_keys(sender);
}

}  // namespace tls_se
