// What a handshake needs, and nobody behind it: a card with several sessions has it once, for one
// handshake at a time. The session that has taken it owns it, and no other looks into it.
#pragma once

#include "se/crypto_lib/signatures.h"
#include "se/tls_lib/extensions.h"
#include "se/tls_lib/key_schedule.h"
#include "se/tls_lib/named_group.h"
#include "se/tls_lib/transcript.h"

namespace tls_se {

struct Session;

/// Of no value, but for its owner, before some session's clear(). What has no owner is as new:
/// wiped, and its transcript started. A card with one session has no need of owners.
class HandshakeMemory {
 public:
  explicit HandshakeMemory(Crypto& crypto) : schedule(crypto), transcript(crypto) {
    state.owner = nullptr;
  }

  /// What EncryptedExtensions answers to the client's record limit, if data_size is not 0.
  struct LimitAnswer {
    ExtensionType type;
    uint8_t data_size;
    uint16_t value;
  };

  /// Where the sieve of a ClientHello stands (client_hello_sieve.h): offsets and sizes in what is
  /// held of the message.
  struct Sieve {
    bool done;            // the rest stays as it comes
    bool drops;           // the pending bytes go, or stay
    size_t pending;       // bytes behind what is kept, which are decided on
    size_t kept;          // from the start: sieved, and in the transcript
    int32_t record_left;  // bytes of the record still to come; less than none if too many have
    size_t extensions;    // where they begin
    size_t shares;        // where the key shares begin; 0: it is not these that come
    size_t shares_left;   // bytes of them
  };

  /// What the messages so far have settled for those to come. All zero at the beginning.
  struct State {
    const Session* owner;          // that has taken it; null: nobody
    const NamedGroup* group;       // of the key exchange, as far as it is known; else null
    ExtensionSet extensions_sent;  // in the ClientHello or CertificateRequest
    uint32_t early_data_left;      // bytes of refused early data that may still be skipped
    LimitAnswer limit_answer;
    bool share_sent;          // by a client, of `group`
    uint8_t session_id_size;  // legacy_session_id, which a server echoes
    Sieve sieve;
    Bytes cookie;    // of HelloRetryRequest, in the record buffer
    Bytes protocol;  // of ALPN, in the settings; RFC 7301

    union {
      std::array<uint8_t, kRandomSize> random;            // a client's, the same in both hellos
      std::array<uint8_t, kMaxSessionIdSize> session_id;  // a server's
    };
    union {                                               // one after the other
      std::array<uint8_t, kMaxShareSize> share;           // a client's own, to a server its peer's
      std::array<uint8_t, kP256PointSize> peer_key;       // of the peer's certificate
      std::array<uint8_t, kP256SignatureSize> signature;  // r || s of the own CertificateVerify
    };
  };

  State state;
  KeySchedule schedule;
  Transcript transcript;

  [[nodiscard]] Bytes legacy_session_id() const {
    return Bytes(state.session_id).first(state.session_id_size);
  }

  /// The part of a message that is not in the transcript yet.
  [[nodiscard]] Bytes unhashed(const Bytes& message) const {
    return message.subspan(state.sieve.kept);
  }

  void clear() {
    wipe(&state, sizeof state);
    schedule.clear();
    transcript.clear();
  }
};

}  // namespace tls_se
