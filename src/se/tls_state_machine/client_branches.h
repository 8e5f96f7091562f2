// The client's branch points: where it is the server's message that says which list the handshake
// follows (RFC 8446 Appendix A.1).
#pragma once

#include "se/tls_state_machine/messages.h"

namespace tls_se {

/// At ServerHello, without certificates: HelloRetryRequest instead.
void branch_at_hello(Session& session, MessageId expected, const Bytes& message);
/// And at the server's Certificate: CertificateRequest before it.
void branch_at_hello_and_certificate(Session& session, MessageId expected, const Bytes& message);

}  // namespace tls_se
