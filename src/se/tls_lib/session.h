// What the messages of one TLS connection share: the settings of the card, the keys, and what has
// been negotiated so far.
#pragma once

#include "se/tls_lib/handshake_memory.h"
#include "se/tls_lib/record.h"
#include "se/tls_lib/settings.h"

namespace tls_se {

/// The platform's slots that a session uses.
struct Slots {
  AesSlot read{0};
  AesSlot write{1};
  KeyPairSlot key_pair{0};  // in its handshake alone: sessions that share the memory share it

  /// Of the card's session with this number, from 0.
  [[nodiscard]] static constexpr Slots of_session(uint8_t number) {
    const auto first = static_cast<uint8_t>(number * kAesSlotsPerSession);
    return {.read = AesSlot{first}, .write = AesSlot{static_cast<uint8_t>(first + 1)}};
  }
};

/// Of no value before clear(), but for its settings.
struct Session {
  /// `handshake` may serve other sessions too, one at a time. All outlive the session.
  Session(Crypto& platform, const TlsSettings& card, HandshakeMemory& shared, Slots slots)
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
    bool retried;                // with a HelloRetryRequest
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
  Role role;  // of no value before it is set, as the next
  /// The longest TLSInnerPlaintext that the card takes (RFC 8449), at least 64.
  uint16_t record_size_limit;
  Negotiated negotiated;
  RecordProtection read;
  RecordProtection write;
  TrafficSecrets traffic_secrets;

  [[nodiscard]] RecordProtection& protection_of(Role sender) {
    return sender == role ? write : read;
  }
  /// The current traffic secret of `sender` becomes the key of its records.
  void install_keys(Role sender);

  /// Of sessions that share the handshake's memory: it is this one's until its clear_handshake().
  /// False if it is another's.
  [[nodiscard]] bool take_handshake() {
    const Session*& owner = handshake.state.owner;
    if (owner == nullptr) owner = this;
    return owner == this;
  }
  /// Wipes what the handshake alone needed, and lets it go; of another's handshake, nothing.
  void clear_handshake();
  /// Wipes everything but the card's settings and its role.
  void clear();
};

}  // namespace tls_se
