// What the messages of one TLS connection share: the settings of the card, the keys, and what has
// been negotiated so far.
#pragma once

#include "se/tls_lib/record.h"
#include "se/tls_lib/settings.h"
#include "se/tls_lib/transcript.h"

namespace tls_se {

struct Session {
  /// clear() has to come first. `record_size_limit` is the longest TLSInnerPlaintext that the card
  /// takes (RFC 8449), at least 64.
  Session(Crypto& platform, const TlsSettings& card, uint16_t record_size_limit_of_card)
      : crypto(platform), settings(card), record_size_limit(record_size_limit_of_card) {}

  Crypto& crypto;
  const TlsSettings& settings;
  const uint16_t record_size_limit;
  RecordProtection read{crypto, KeySlot::read};
  RecordProtection write{crypto, KeySlot::write};
  KeySchedule schedule{crypto};

  /// What the hellos and the messages behind them settled, and what one of them has to tell the
  /// next. All zero at the beginning.
  struct Negotiated {
    const CipherSuite* cipher_suite;
    Mode mode;
    bool hello_retried;          // there is a HelloRetryRequest in this handshake
    bool early_data_offered;     // RFC 8446 section 4.2.10; always refused
    bool client_certificate;     // the client's Certificate is not empty
    bool validity_unchecked;     // a certificate was accepted without the time being known
    uint8_t limit_answer_size;   // of what EncryptedExtensions answers to the client's limit:
    ExtensionType limit_answer;  // max_fragment_length or record_size_limit, if the size isn't 0
    uint8_t session_id_size;     // legacy_session_id, which a server echoes
    uint16_t selected_identity;  // RFC 8446 section 4.2.11: index into the client's list
    uint16_t peer_max_content;   // of a protected record; 0 for the protocol's limit
    Bytes protocol;              // of ALPN, in the settings; RFC 7301
    Bytes cookie;                // of HelloRetryRequest, in the record buffer
    std::array<uint8_t, kMaxSessionIdSize> session_id;
    /// The peer's key share, and later the key of its certificate.
    std::array<uint8_t, kP256PointSize> peer_point;
    /// r || s of the card's own CertificateVerify.
    std::array<uint8_t, kP256SignatureSize> signature;

    [[nodiscard]] Bytes legacy_session_id() const {
      return Bytes(session_id).first(session_id_size);
    }
    [[nodiscard]] size_t max_content() const {
      return peer_max_content != 0 ? peer_max_content : kMaxPlaintext;
    }
  } negotiated;

  [[nodiscard]] RecordProtection& protection_of(Role sender) {
    return sender == settings.role ? write : read;
  }
  /// The current traffic secret of `sender` becomes the key of its records.
  Alert install_keys(Role sender) {
    return protection_of(sender).install(*negotiated.cipher_suite, schedule.traffic_secret(sender));
  }

  /// Wipes everything but the card's settings.
  void clear();

  Transcript transcript{crypto};

  /// What a client says in both of its hellos.
  struct OwnHello {
    std::array<uint8_t, kRandomSize> random;
    std::array<uint8_t, kP256PointSize> share;
    Secret<kP256PrivateKeySize> private_key;
  } own_hello;
};

}  // namespace tls_se
