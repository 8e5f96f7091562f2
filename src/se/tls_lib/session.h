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

  /// What EncryptedExtensions answers to the client's record limit, if data_size is not 0.
  struct LimitAnswer {
    ExtensionType type;
    uint8_t data_size;
    uint16_t value;
  };

  /// What the hellos and the messages behind them settled, and what one of them has to tell the
  /// next. All zero at the beginning.
  struct Negotiated {
    const CipherSuite* cipher_suite;
    Mode mode;
    bool hello_retried;          // there is a HelloRetryRequest in this handshake
    bool own_share;              // a client's key share has been made
    bool client_certificate;     // the client's Certificate is not empty
    bool validity_unchecked;     // a certificate was accepted without the time being known
    uint16_t selected_identity;  // RFC 8446 section 4.2.11: index into the client's list
    uint8_t session_id_size;     // legacy_session_id, which a server echoes
    LimitAnswer limit_answer;
    uint32_t early_data_left;  // bytes of refused early data that may still be skipped
  };

  /// The same, where it takes more room.
  struct Values {
    Bytes protocol;  // of ALPN, in the settings; RFC 7301
    Bytes cookie;    // of HelloRetryRequest, in the record buffer
    std::array<uint8_t, kMaxSessionIdSize> session_id;
    /// The peer's key share, and later the key of its certificate.
    std::array<uint8_t, kP256PointSize> peer_point;
    /// r || s of the card's own CertificateVerify.
    std::array<uint8_t, kP256SignatureSize> signature;
  };

  // Small members first: a Cortex-M0+ reaches the first 32 bytes of an object with one instruction,
  // and of words 128.
  Crypto& crypto;
  const TlsSettings& settings;
  const uint16_t record_size_limit;
  Negotiated negotiated;
  RecordProtection read{crypto, KeySlot::read};
  RecordProtection write{crypto, KeySlot::write};
  KeySchedule schedule{crypto};

  [[nodiscard]] Bytes legacy_session_id() const {
    return Bytes(values.session_id).first(negotiated.session_id_size);
  }
  [[nodiscard]] RecordProtection& protection_of(Role sender) {
    return sender == settings.role ? write : read;
  }
  /// The current traffic secret of `sender` becomes the key of its records.
  Alert install_keys(Role sender);

  /// Wipes everything but the card's settings.
  void clear();

  Transcript transcript{crypto};
  Values values;

  /// What a client says in both of its hellos, or the share in the second alone.
  struct OwnHello {
    std::array<uint8_t, kRandomSize> random;
    std::array<uint8_t, kP256PointSize> share;
    Secret<kP256PrivateKeySize> private_key;
  } own_hello;
};

}  // namespace tls_se
