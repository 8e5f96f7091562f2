// server_certificate_type, RFC 7250.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Server that shows a certificate: the client takes those of X.509, as it does without the
/// extension. Nothing is answered then, since X.509 is the default.
Alert check_server_certificate_type(const Extensions& client_hello);

}  // namespace tls_se
