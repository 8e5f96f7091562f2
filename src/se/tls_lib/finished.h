// Finished, RFC 8446 section 4.4.4.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

Alert make_finished(Session& session, Writer& body);
Alert check_finished(Session& session, const Bytes& message);

}  // namespace tls_se
