// KeyUpdate, RFC 8446 section 4.6.3.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

inline constexpr size_t kKeyUpdateSize = 5;  // the whole message

/// `held`, as much as has come of what is to be one; nothing may stand behind it, since the keys
/// change.
Alert check_key_update(const Bytes& held);
/// Of one that is good and whole: update_requested.
[[nodiscard]] inline bool is_update_requested(const Bytes& message) {
  return message[kHandshakeHeaderSize] == 1;
}

/// The sender's next generation of keys, sections 4.6.3 and 7.2.
void update_keys(Session& session, Role sender);

}  // namespace tls_se
