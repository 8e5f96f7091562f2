// The element's data objects (ISO 7816-4), beside the conversation of RECV and SEND. GET DATA tells
// why a session ended, what comes next in it, and what its handshake has settled; with PUT DATA the
// card is told what it can't know by itself (docs/draft-notes.md).
#pragma once

#include <optional>

#include "reader/card_reader.h"

namespace tls_se {

/// Data object 0101: who ended the session, and with which AlertDescription.
struct CardEndReason {
  enum class Origin : uint8_t { none = 0, card = 1, peer = 2 };
  Origin origin = Origin::none;
  uint8_t alert = 0;
};

/// Data object 0102: what comes next on the card.
struct NextRecord {
  enum class Phase : uint8_t { expects_record = 0, record_waits = 1, open = 2, closed = 3 };
  Phase phase = Phase::expects_record;
  uint8_t content_type = 0;
  uint8_t handshake_type = 0;  // 0 if it is no handshake message
};

/// Data object 0103: what the handshake has settled.
struct SessionParameters {
  enum class Mode : uint8_t { none = 0, psk = 1, certificate = 2, mutual = 3 };
  Mode mode = Mode::none;              // none: not yet
  bool validity_unchecked = false;     // of the peer's certificates, for want of the time
  bool no_client_certificate = false;  // the client had none to send
  uint16_t cipher_suite = 0;           // RFC 8446 appendix B.4
};

/// Nothing if the card has no such object.
[[nodiscard]] std::optional<CardEndReason> read_end_reason(CardReader& card);
[[nodiscard]] std::optional<NextRecord> read_next_record(CardReader& card);
[[nodiscard]] std::optional<SessionParameters> read_session_parameters(CardReader& card);

/// Data object 0104: the longest content that RECV(Encrypt) takes at once, without its protocol
/// byte. Nothing if the card has no such object, or no session is open.
[[nodiscard]] std::optional<size_t> read_max_content(CardReader& card);

/// "PSK", "certificate", "mutual certificates".
[[nodiscard]] std::string mode_name(SessionParameters::Mode mode);

/// P1-P2 of PUT DATA: what a node tells the card for the sessions to come.
enum class PutObject : uint16_t {
  time = 0x0201,            // YYYYMMDDhhmmss in UTC, two decimal digits a byte
  server_name = 0x0202,     // the server's DNS name, RFC 6066 section 3
  alpn = 0x0203,            // names of ProtocolNameList, RFC 7301 section 3.1, without its length
  server_address = 0x0204,  // the server's IP address instead of a name, 4 or 16 bytes
};

/// Without data the object is as if it had never been told. At most 255 bytes. The card answers in
/// status words of its own; a session that was in progress has ended.
[[nodiscard]] StatusWord put_data(CardReader& card, PutObject object, Bytes data);

}  // namespace tls_se
