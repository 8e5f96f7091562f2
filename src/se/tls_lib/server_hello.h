// ServerHello, RFC 8446 section 4.1.3.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Server. Generates the key share, writes the message with a fresh random, and takes the key
/// schedule to the Handshake Secret.
Alert make_server_hello(Session& session, Writer& body);

/// Client. Settles cipher suite, PSK or certificates, and takes the key schedule to the Handshake
/// Secret; the client's own private key is gone then.
Alert check_server_hello(Session& session, const Bytes& message);

// What HelloRetryRequest shares.

/// The fields in front of the extensions but for `random`.
void write_server_hello_fields(const Session& session, const Bytes& random, Writer& body);
void write_selected_version(Writer& extensions);

struct ServerHelloFields {
  Bytes random;
  Extensions extensions;
};
/// Client. Checks all fields in front of the extensions and supported_versions, and settles the
/// cipher suite.
Alert parse_server_hello(Session& session, const Bytes& message, ExtensionContext context,
                         ServerHelloFields& hello);

}  // namespace tls_se
