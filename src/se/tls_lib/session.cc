#include "se/tls_lib/session.h"

namespace tls_se {

void Session::install_keys(Role sender) {
  protection_of(sender).install(*negotiated.cipher_suite, traffic_secrets.of(sender));
}

void Session::clear_handshake() {
  const Session* const owner = handshake.state.owner;
  if (owner != nullptr && owner != this) return;
  handshake.clear();
  crypto.key_pair_clear(key_pair);
}

void Session::clear() {
  clear_handshake();
  traffic_secrets.clear();
  read.clear();
  write.clear();
  negotiated = {};
}

}  // namespace tls_se
