// EncryptedExtensions, RFC 8446 section 4.3.1.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

Alert make_encrypted_extensions(Session& session, Writer& body);

}  // namespace tls_se
