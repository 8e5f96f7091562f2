// What the messages of one TLS connection share: the settings of the card, the keys, and what has
// been negotiated so far.
#pragma once

#include "se/tls_lib/record.h"
#include "se/tls_lib/transcript.h"

namespace tls_se {

/// An external PSK and its identity, both in memory that outlives the element.
struct Psk {
  Bytes identity;
  Bytes key;
};

/// What the card was personalised for.
struct TlsSettings {
  Role role = Role::server;
  std::span<const Psk> psks;
  /// In the order of the card's preference.
  std::span<const CipherSuite* const> cipher_suites;
  /// A failure is told to the node alone, by its status word, and not to the peer by an alert.
  bool silent_alerts = false;
};

struct Session {
  Session(Crypto& platform, const TlsSettings& card) : crypto(platform), settings(card) {}

  Crypto& crypto;
  const TlsSettings& settings;

  /// What the hellos settled, and what one of them has to tell the next.
  struct Negotiated {
    const CipherSuite* cipher_suite = nullptr;
    uint16_t selected_identity = 0;   // RFC 8446 section 4.2.11: index into the client's list
    bool hello_retried = false;       // a HelloRetryRequest has been sent
    bool key_share_missing = false;   // no usable share in ClientHello: HelloRetryRequest is due
    bool early_data_offered = false;  // section 4.2.10; always refused
    uint8_t session_id_size = 0;      // legacy_session_id, echoed
    std::array<uint8_t, kMaxSessionIdSize> session_id;
    std::array<uint8_t, kP256PointSize> peer_share;

    [[nodiscard]] Bytes legacy_session_id() const {
      return Bytes(session_id).first(session_id_size);
    }
  } negotiated{};

  [[nodiscard]] RecordProtection& protection_of(Role sender) {
    return sender == settings.role ? write : read;
  }
  /// The current traffic secret of `sender` becomes the key of its records.
  Alert install_keys(Role sender) {
    return protection_of(sender).install(*negotiated.cipher_suite, schedule.traffic_secret(sender));
  }

  /// Wipes everything but the card's settings.
  void clear();

  RecordProtection read{crypto, KeySlot::read};
  RecordProtection write{crypto, KeySlot::write};
  KeySchedule schedule{crypto};
  Transcript transcript{crypto};
};

}  // namespace tls_se
