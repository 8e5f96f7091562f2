// server_name, RFC 6066 section 3.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Client: one HostName; nothing for an address, or if the card was told no name.
void write_server_name(Session& session, Writer& extensions);
/// Client: the server's acknowledgement in EncryptedExtensions is empty.
Alert check_server_name(const Extensions& encrypted_extensions);

}  // namespace tls_se
