// HelloRetryRequest, RFC 8446 section 4.1.4: a ServerHello with a random of its own.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// SHA-256 of "HelloRetryRequest" (section 4.1.3).
extern const std::array<uint8_t, kRandomSize> kHelloRetryRequestRandom;

/// True if the ServerHello that `message` begins with is one, as far as can be seen.
[[nodiscard]] bool is_hello_retry_request(const Bytes& message);

/// Client. One that asks for the share that was not sent, or has a cookie, whose extension_data it
/// leaves in handshake.state.cookie; replaces ClientHello1 in the transcript by its hash.
Alert check_hello_retry_request(Session& session, const Bytes& message);

/// Server. Asks for a share of handshake.state.group, and replaces ClientHello1 in the transcript
/// by its hash.
Alert make_hello_retry_request(Session& session, Writer& body);

}  // namespace tls_se
