// ClientHello, RFC 8446 section 4.1.2. The functions of a message's file have one shape: `message`
// is the whole handshake message with its header, already off the wire but not yet in the
// transcript; `body` is where the message behind its header is written.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Server. Settles cipher suite, PSK (identity and binder) and key share in session.negotiated, and
/// leaves the key schedule at the Early Secret. key_share_missing says that a HelloRetryRequest is
/// due.
Alert check_client_hello(Session& session, const Bytes& message);

}  // namespace tls_se
