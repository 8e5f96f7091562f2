#include "se/tls_lib/encrypted_extensions.h"

namespace tls_se {

Alert make_encrypted_extensions(Session&, Writer& body) {
  body.u16(0);  // none: of what a client offers, nothing is answered
  return Alert::none;
}

}  // namespace tls_se
