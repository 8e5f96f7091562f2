// pre_shared_key and psk_key_exchange_modes, RFC 8446 sections 4.2.11 and 4.2.9: external keys,
// with psk_dhe_ke.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

// ClientHello.

/// Server. Section 4.2.9: handshake_failure if the client does without the one mode of this
/// profile.
Alert check_psk_mode(const Extensions& client_hello);
/// Server: the first identity of the client's that the card knows, and its binder.
/// unknown_psk_identity if there is nothing wrong but no PSK that both know.
Alert choose_psk(Session& session, const Extensions& client_hello, const Bytes& message);

/// Client.
void write_psk_modes(Session& session, Writer& extensions);
/// Client: it "MUST be the last extension in the ClientHello". The binders are zero until
/// write_binders().
void write_identities(Session& session, Writer& extensions);
/// Client: into the whole ClientHello, whose lengths are right, since binders cover them.
void write_binders(Session& session, const MutableBytes& message);

// ServerHello.

void write_selected_identity(const Session& session, Writer& extensions);
/// Client.
Alert select_identity(Session& session, const Bytes& extension);

}  // namespace tls_se
