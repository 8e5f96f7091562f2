// ServerHello, RFC 8446 section 4.1.3.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Generates the server's key share, writes the message with a fresh random, and takes the key
/// schedule to the Handshake Secret.
Alert make_server_hello(Session& session, Writer& body);

/// The fields in front of the extensions, which HelloRetryRequest shares but for `random`.
void write_server_hello_fields(const Session& session, const Bytes& random, Writer& body);
/// The ServerHello's supported_versions extension.
inline constexpr size_t kSelectedVersionSize = 6;
void write_selected_version(Writer& extensions);

}  // namespace tls_se
