// NewSessionTicket, RFC 8446 section 4.6.1. A card resumes nothing: the message is checked, and
// that is all.
#pragma once

#include "se/base/alert.h"
#include "se/base/bytes.h"

namespace tls_se {

Alert check_new_session_ticket(const Bytes& message);

}  // namespace tls_se
