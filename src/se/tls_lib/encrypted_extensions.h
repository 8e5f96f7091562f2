// EncryptedExtensions, RFC 8446 section 4.3.1.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Server. With the answer to the client's record limits and to its ALPN, if there is one.
Alert make_encrypted_extensions(Session& session, Writer& body);
/// The same in a card of pre-shared keys alone, which knows no ALPN.
Alert make_encrypted_extensions_without_protocol(Session& session, Writer& body);
/// Client. The server may answer what the ClientHello held, and nothing else.
Alert check_encrypted_extensions(Session& session, const Bytes& message);

}  // namespace tls_se
