// What a card was personalised for, as far as TLS is concerned: views of the card's objects, which
// outlive the session that they were looked up for.
#pragma once

#include <compare>

#include "se/base/protocol.h"
#include "se/tls_lib/cipher_suite.h"
#include "se/tls_lib/named_group.h"
#include "se/tls_lib/peer.h"
#include "se/x509/path.h"

namespace tls_se {

/// An external PSK and its identity.
struct Psk {
  Bytes identity;
  KeyHandle key;  // of its Early Secret
};

inline constexpr uint16_t kMinRecordSizeLimit = 64;  // RFC 8449 section 4

/// Draft section 3.3: how the two sides authenticate.
enum class Mode : uint8_t { psk, certificate, mutual };  // mutual: server and client certificates

/// A set of modes. A server with both `certificate` and `mutual` asks for the client's certificate
/// and does without; with `mutual` alone it insists. A client with `mutual` has a certificate to
/// show, if it is asked.
class Modes {
 public:
  constexpr Modes() = default;
  template <typename... More>
  constexpr explicit(false) Modes(Mode mode, More... more)
      : bits_(static_cast<uint8_t>((bit(mode) | ... | bit(more)))) {}

  [[nodiscard]] constexpr bool has(Mode mode) const { return (bits_ & bit(mode)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr bool within(Modes others) const { return (bits_ & ~others.bits_) == 0; }
  /// Some certificate is shown, whoever's.
  [[nodiscard]] constexpr bool has_certificates() const {
    return (bits_ & (bit(Mode::certificate) | bit(Mode::mutual))) != 0;
  }
  constexpr void add(Mode mode) { bits_ |= bit(mode); }

  /// One for each mode, by its number, the lowest first; a set of others fits no program.
  [[nodiscard]] static constexpr Modes from_bits(uint8_t bits) {
    Modes modes;
    modes.bits_ = bits;
    return modes;
  }
  [[nodiscard]] constexpr uint8_t bits() const { return bits_; }

  friend constexpr auto operator<=>(Modes, Modes) = default;

 private:
  static constexpr uint8_t bit(Mode mode) {
    return static_cast<uint8_t>(1 << static_cast<uint8_t>(mode));
  }
  uint8_t bits_ = 0;
};
inline constexpr Modes kAllModes = {Mode::psk, Mode::certificate, Mode::mutual};

/// What certificates need of a card.
struct CertificateSettings {
  Signatures* signatures = nullptr;
  /// DER, the card's own first (RFC 8446 section 4.4.2).
  std::span<const Bytes> chain{};
  KeyHandle private_key{};
  /// DER.
  std::span<const Bytes> trust_anchors{};
};

/// What may be another with each connection, and so may come from the node: it takes effect with
/// the next RESET.
struct Circumstances {
  /// Client: the server that is to be reached. Its certificate must name it, and of a dns_name the
  /// ClientHello's server_name tells it (RFC 6066 section 3).
  ReferenceName server_name{};
  /// RFC 7301: contents of ProtocolNameList, by preference; empty for no ALPN.
  Bytes protocols{};
  /// Without it the validity of certificates is not checked.
  std::optional<UtcTime> now{};
};

struct TlsSettings {
  /// Those of the card's Program that it was personalised for.
  Modes modes = Mode::psk;
  std::span<const Psk> psks{};
  /// In the order of the card's preference.
  std::span<const CipherSuite* const> cipher_suites{};
  std::span<const NamedGroup* const> groups{};  // a client's share is of the first
  CertificateSettings certificates{};
  const Circumstances* circumstances = nullptr;  // null with programs::kServerPsk alone
  PeerWatch* peer_watch = nullptr;               // null: all who can authenticate are let in
  /// RFC 8449, 64 to 2^14 + 1; or 0, or more than half of what the record buffer takes, for that
  /// half, so that a record fits behind a part of a message.
  uint16_t record_size_limit = 0;
  /// A client's first ClientHello has an empty key_share (RFC 8446 section 4.2.8), and the server
  /// asks for the share with HelloRetryRequest.
  bool key_share_on_request = false;
  /// A failure is told to the node alone, by its status word, and not to the peer by an alert.
  bool silent_alerts = false;
};

}  // namespace tls_se
