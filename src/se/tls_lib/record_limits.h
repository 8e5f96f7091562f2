// How long the records are that each side takes: record_size_limit (RFC 8449), and from a client
// max_fragment_length (RFC 6066 section 4) where it has no other.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// Server: what the ClientHello asks for.
Alert check_record_limits_of_client(Session& session, const Extensions& extensions);
/// Client: what the server answers in EncryptedExtensions.
Alert check_record_limits_of_server(Session& session, const Extensions& extensions);

/// Client: both extensions, into ClientHello; a server that knows the first ignores the second.
void write_record_limits_of_client(Session& session, Writer& extensions);
/// Server: the one that answers the client's, into EncryptedExtensions.
void write_record_limits_of_server(const Session& session, Writer& extensions);

}  // namespace tls_se
