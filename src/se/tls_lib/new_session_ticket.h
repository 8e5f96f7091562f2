// NewSessionTicket, RFC 8446 section 4.6.1. A card resumes nothing: the message is checked, and
// that is all.
#pragma once

#include "se/base/alert.h"
#include "se/base/bytes.h"

namespace tls_se {

Alert check_new_session_ticket(const Bytes& message);

/// Client: what has come behind the handshake, tickets and KeyUpdate. `passed` of the held bytes
/// are tickets and dealt with: one that has not come whole is passed over, whatever its length, and
/// `ticket_left` counts what is still to come of it. What is not passed is a KeyUpdate, or the
/// beginning of one of the two.
Alert check_post_handshake_of_client(const Bytes& held, size_t& ticket_left, size_t& passed);

}  // namespace tls_se
