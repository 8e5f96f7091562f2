// What the element tells about itself with GET DATA (ISO 7816-4), beside the conversation of
// RECV and SEND: why a session ended, and what comes next in it (docs/draft-notes.md).
#pragma once

#include <optional>

#include "reader/card_reader.h"

namespace tls_se {

/// Data object 0101: who ended the session, and with which AlertDescription.
struct EndReason {
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

/// Nothing if the card has no such object.
[[nodiscard]] std::optional<EndReason> read_end_reason(CardReader& card);
[[nodiscard]] std::optional<NextRecord> read_next_record(CardReader& card);

}  // namespace tls_se
