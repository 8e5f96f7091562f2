// What the messages of one TLS connection share: the settings of the card, the keys, and what has
// been negotiated so far.
#pragma once

#include "se/tls_lib/handshake_memory.h"
#include "se/tls_lib/record.h"
#include "se/tls_lib/settings.h"

namespace tls_se {

/// The platform's slots that a session has for itself.
struct Slots {
  AesSlot read{0};
  AesSlot write{1};
  KeyPairSlot key_pair{0};
};

/// Of no value before clear(), but for its settings.
struct Session {
  /// `handshake` may serve other sessions too, one at a time. All outlive the session.
  Session(Crypto& platform, const TlsSettings& card, HandshakeMemory& shared, const Slots& slots)
      : crypto(platform),
        settings(card),
        handshake(shared),
        key_pair(slots.key_pair),
        read(platform, slots.read),
        write(platform, slots.write) {}

  /// What the handshake has settled for the time after it. All zero at the beginning.
  struct Negotiated {
    const CipherSuite* cipher_suite;
    Mode mode;
    bool client_certificate;     // the client's Certificate is not empty
    bool validity_unchecked;     // a certificate was accepted without the time being known
    uint16_t selected_identity;  // RFC 8446 section 4.2.11: index into the client's list
    uint16_t named_group;        // section 4.2.7: of the key exchange, once there is a secret
  };

  // Small members first: a Cortex-M0+ reaches the first 32 bytes of an object with one instruction,
  // and of words 128.
  Crypto& crypto;
  const TlsSettings& settings;
  HandshakeMemory& handshake;
  KeyPairSlot key_pair;
  Role role = Role::server;
  /// The longest TLSInnerPlaintext that the card takes (RFC 8449), at least 64.
  uint16_t record_size_limit = 0;
  Negotiated negotiated;
  RecordProtection read;
  RecordProtection write;
  TrafficSecrets traffic_secrets;

  [[nodiscard]] RecordProtection& protection_of(Role sender) {
    return sender == role ? write : read;
  }
  /// The current traffic secret of `sender` becomes the key of its records.
  void install_keys(Role sender);

  /// Wipes what the handshake alone needed.
  void clear_handshake();
  /// Wipes everything but the card's settings and its role.
  void clear();
};

}  // namespace tls_se
