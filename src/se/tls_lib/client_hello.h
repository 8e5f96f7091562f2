// ClientHello, RFC 8446 section 4.1.2. The functions of a message's file have one shape: `message`
// is the whole handshake message with its header, already off the wire but not yet in the
// transcript; `body` is where the message is written, its header already there.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

// Server. Settles cipher suite, record limits, key share and how to authenticate, and leaves the
// key schedule behind the Early Secret. negotiated.retried says that a HelloRetryRequest is
// due. A card has the one for its modes, so that it has no code for others.
Alert check_client_hello_for_psk(Session& session, const Bytes& message);
Alert check_client_hello_for_certificate(Session& session, const Bytes& message);
Alert check_client_hello_for_either(Session& session, const Bytes& message);

/// Client. The first one of a session generates random and key share; one that follows a
/// HelloRetryRequest repeats them. One that does not fit the record buffer is an internal_error.
Alert make_client_hello(Session& session, Writer& body);

}  // namespace tls_se
