// supported_groups and key_share, RFC 8446 sections 4.2.7 and 4.2.8: which group, and the shares of
// both sides.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// One of the card's groups; null if it is none of them.
[[nodiscard]] const NamedGroup* find_group(const Session& session, uint16_t id);

// ClientHello.

/// Server: settles the group and takes the client's share, or finds that HelloRetryRequest has to
/// ask for one (negotiated.retried).
Alert choose_key_share(Session& session, const Extensions& client_hello);
/// Client: all of the card's groups, and a share of `group` if it is to be sent.
void write_groups_and_share(Session& session, Writer& extensions);
/// Client: makes the share that is written there.
Alert generate_share(Session& session);

// HelloRetryRequest: the group alone.

Alert select_group(Session& session, const Bytes& extension);
void write_selected_group(const Session& session, Writer& extensions);

// ServerHello. Both take the key schedule to the Handshake Secret.

/// Server: makes its share and writes it.
Alert answer_share(Session& session, Writer& extensions);
/// Client.
Alert agree_on_secret(Session& session, const Bytes& extension);

}  // namespace tls_se
