// KeyUpdate, RFC 8446 section 4.6.3.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

inline constexpr size_t kKeyUpdateSize = 5;  // the whole message

/// `requested` is true for update_requested.
Alert check_key_update(const Bytes& message, bool& requested);

/// The sender's next generation of keys, sections 4.6.3 and 7.2.
Alert update_keys(Session& session, Role sender);

}  // namespace tls_se
