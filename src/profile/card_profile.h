// What a card is personalised with, on this host: the bytes of its objects, in the element's own
// terms. A person writes it as a TOML file (docs/profile.md, profile_file.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "se/data_exchange/status_word.h"
#include "se/tls_lib/peer_pattern.h"
#include "se/tls_lib/settings.h"

namespace tls_se {

/// RFC 9257 section 6: a PSK of fewer bytes has not the 128 bits that nobody can guess.
inline constexpr size_t kMinPskSize = 16;

struct CardProfile {
  struct Psk {
    std::vector<uint8_t> identity;
    std::vector<uint8_t> key;
  };

  struct AllowedPeer {
    PeerPattern::Kind kind = PeerPattern::Kind::psk_identity;
    std::vector<uint8_t> value;
  };

  Role role = Role::server;
  Modes modes = Mode::psk;
  std::vector<Psk> psks;
  std::vector<std::vector<uint8_t>> certificate_chain;  // DER, the card's own first
  std::vector<uint8_t> private_key;                     // its P-256 scalar, 32 bytes big-endian
  bool private_key_on_card = false;  // instead: it was made there, and nobody else has it
  std::vector<std::vector<uint8_t>> trust_anchors;  // DER
  std::vector<AllowedPeer> allowed_peers;           // none: all who can authenticate are let in
  std::string server_name;        // a DNS name or an IP address in text; a client's SNI and peer
  std::vector<std::string> alpn;  // by preference
  /// By preference. RFC 8446 section 9.1 has GCM for all to implement, and most of the world
  /// nothing else that a card can; CCM is the draft's.
  std::vector<const CipherSuite*> cipher_suites = {&kAes128GcmSha256, &kAes128CcmSha256};
  std::vector<const NamedGroup*> groups = {&kSecp256r1};  // by preference
  uint16_t record_size_limit = 0;     // RFC 8449: counts the content type's byte; 0: what fits
  bool key_share_on_request = false;  // a client's, when HelloRetryRequest asks for it
  bool silent_alerts = false;
  bool user_pin_for_tls = false;  // no session before the user's PIN has been shown
  SwMore sw_more = SwMore::always_9f;
  std::vector<uint8_t> historical_bytes;  // of the card's ATR; none: those of any such card

  CardProfile() = default;
  CardProfile(const CardProfile&) = default;
  CardProfile(CardProfile&&) = default;
  CardProfile& operator=(const CardProfile&) = default;
  CardProfile& operator=(CardProfile&&) = default;
  ~CardProfile();  // wipes the keys
};

/// The draft's section 5: server, PSK mode, a key that everybody knows.
[[nodiscard]] CardProfile demo_card_profile();

}  // namespace tls_se
