// Who a peer is, in words for a log: what a certificate or a PSK identity holds may come from
// anywhere, so that what a terminal would obey is escaped, and no name can pass for two.
#pragma once

#include <string>

#include "reader/card_data.h"

namespace tls_se {

/// `PSK identity "sensor-17"`; `CN=pump 7,O=Example (DNS:pump-7.example, IP:192.0.2.7), SHA-256
/// 5A..`; empty for nobody.
[[nodiscard]] std::string peer_words(const ReadPeer& peer);

}  // namespace tls_se
