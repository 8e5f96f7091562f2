// The element's data objects, asked and told through a reader.
#pragma once

#include <optional>
#include <vector>

#include "reader/card_reader.h"
#include "se/data_exchange/data_objects.h"

namespace tls_se {

/// It tells its life cycle, as no card of anybody else's does.
[[nodiscard]] bool is_own_card(CardReader& card);

/// Nothing if the card has no such object.
[[nodiscard]] std::optional<CardEndReason> read_end_reason(CardReader& card);
[[nodiscard]] std::optional<NextRecord> read_next_record(CardReader& card);
[[nodiscard]] std::optional<SessionParameters> read_session_parameters(CardReader& card);

/// The longest content that RECV(Encrypt) takes now, without its protocol byte. Nothing if the card
/// has no such object, or no session is open.
[[nodiscard]] std::optional<size_t> read_max_content(CardReader& card);

/// RFC 8446 section 4.2.7. Nothing if the card has no such object, or no session is open.
[[nodiscard]] std::optional<uint16_t> read_named_group(CardReader& card);

struct ReadPeer {
  PeerIdentity identity;
  std::vector<uint8_t> name;       // its PSK identity, or contents of its certificate's subject
  std::vector<uint8_t> alt_names;  // contents of its certificate's subjectAltName
};
/// Who the peer of the open session is. Nothing if the card has no such objects.
[[nodiscard]] std::optional<ReadPeer> read_peer(CardReader& card);

/// "PSK", "certificate", "mutual certificates".
[[nodiscard]] std::string mode_name(SessionParameters::Mode mode);

/// Without data the object is as if it had never been told. At most 255 bytes. The card answers in
/// status words of its own; a session that was in progress has ended.
[[nodiscard]] StatusWord put_data(CardReader& card, DataObject object, Bytes data);

}  // namespace tls_se
