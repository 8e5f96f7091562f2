#include "se/tls_lib/change_cipher_spec.h"

namespace tls_se {

bool change_cipher_spec_is_due(const Session& session) {
  return session.handshake.state.session_id_size != 0;
}

Alert make_change_cipher_spec(Session&, Writer& body) {
  body.u8(1);
  return Alert::none;
}

Alert check_change_cipher_spec(const Bytes& fragment) {
  return fragment.size() == 1 && fragment[0] == 1
             ? Alert::none
             : refuse(Alert::unexpected_message, Reason::malformed);
}

}  // namespace tls_se
