// A ClientHello as it streams by: of what the card does not look at, the extensions that have no
// row and the key shares of other groups, nothing has to fit the record buffer. They go into the
// transcript and are dropped as they come; what is left is a ClientHello without them, for the
// check.
#pragma once

#include "se/tls_lib/record_buffer.h"
#include "se/tls_lib/session.h"

namespace tls_se {

/// The next bytes of a record, into the buffer. If it is one with a part of a ClientHello, it loses
/// its header, and its content goes to the held bytes and is sieved: what stays of it up to
/// handshake.state.sieve.kept is in the transcript. From pre_shared_key on, whose binders cover
/// what stands before them, all stays as it comes; and so from any length that contradicts another,
/// which is for the check to find. Any other record, and one with a wrong header, is judged when it
/// is whole.
void sieve_client_hello(Session& session, RecordBuffer& buffer, const Bytes& fragment);

}  // namespace tls_se
