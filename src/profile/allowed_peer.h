// Who is let in, as a person writes it: "psk:sensor-*", "CN=gateway-7", "DNS:*.fleet.example",
// "IP:192.0.2.7", "URI:spiffe://fleet.example/*", "sha256:AB:CD:...".
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "profile/card_profile.h"

namespace tls_se {

/// Or what is wrong with it and what would be right; the text is not repeated, since it may be a
/// key.
[[nodiscard]] std::expected<CardProfile::AllowedPeer, std::string> parse_allowed_peer(
    std::string_view text);

/// As it was written, or would be: a fingerprint without colons.
[[nodiscard]] std::string allowed_peer_words(const CardProfile::AllowedPeer& peer);

}  // namespace tls_se
