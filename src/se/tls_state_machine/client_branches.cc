#include "se/tls_state_machine/client_branches.h"

#include "se/tls_lib/hello_retry_request.h"

namespace tls_se {

void branch_at_hello(Session& session, MessageId expected, const Bytes& message) {
  if (expected == MessageId::server_hello && is_hello_retry_request(message)) {
    session.negotiated.retried = true;  // a second one stays an unexpected ServerHello
  }
}

void branch_at_hello_and_certificate(Session& session, MessageId expected, const Bytes& message) {
  branch_at_hello(session, expected, message);
  if (expected == MessageId::server_certificate &&
      message[0] == static_cast<uint8_t>(HandshakeType::certificate_request)) {
    session.negotiated.mode = Mode::mutual;  // a second one stays an unexpected Certificate
  }
}

}  // namespace tls_se
