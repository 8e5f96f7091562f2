// The dummy change_cipher_spec of RFC 8446 sections 5 and D.4: a record of its own, outside the
// handshake messages and never protected.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// "if the client sends a non-empty session ID, the server MUST send the change_cipher_spec as
/// described in this appendix": "immediately after its first handshake message" (section D.4).
[[nodiscard]] bool change_cipher_spec_is_due(const Session& session);
Alert make_change_cipher_spec(Session& session, Writer& body);

/// The single byte 0x01, and nothing else.
Alert check_change_cipher_spec(const Bytes& fragment);

}  // namespace tls_se
