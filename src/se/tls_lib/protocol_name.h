// application_layer_protocol_negotiation, RFC 7301.
#pragma once

#include "se/tls_lib/session.h"

namespace tls_se {

/// A series of ProtocolNames, none of them empty; there may be none.
[[nodiscard]] bool is_protocol_name_list(const Bytes& names);

/// Server: the first protocol of the card's list that the client offers; none if one of the two has
/// no list, no_application_protocol if they have nothing in common.
Alert choose_protocol(Session& session, const Extensions& extensions);
/// Client: the server's choice, one of those that were offered.
Alert check_protocol(Session& session, const Extensions& extensions);

/// The whole extension with this ProtocolNameList's contents; nothing if it is empty.
void write_protocols(Session& session, const Bytes& names, Writer& extensions);

}  // namespace tls_se
