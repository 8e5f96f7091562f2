// CertificateRequest, RFC 8446 section 4.3.2.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Server.
Alert make_certificate_request(Session& session, Writer& body);
/// Client. Settles whether there is a certificate to show.
Alert check_certificate_request(Session& session, const Bytes& message);

}  // namespace tls_se
