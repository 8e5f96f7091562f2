// The element as a card's firmware has it: one, in static memory, built when power comes.
#pragma once

#include "se/applet/card_peer.h"
#include "se/applet/secure_element.h"

namespace tls_se {

/// A card that the node may tell something, or that knows its peers, puts that into its settings.
void power_up(Crypto& crypto, CardSettings& settings, const std::span<const PeerPattern>& allowed);
Response process(const Bytes& command, const MutableBytes& response);

}  // namespace tls_se
