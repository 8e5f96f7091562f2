// SELECT by name, as a node sends it (ISO 7816-4 section 11.2.2).
#pragma once

#include "reader/card_reader.h"

namespace tls_se {

/// The application of this identifier: 9000, or what the card answers.
[[nodiscard]] StatusWord select_by_name(CardReader& card, const Bytes& application);

/// TLS-SE's application, by its own AID or by the one that the draft author's applets have. 9000,
/// or what the card answers to the second.
[[nodiscard]] StatusWord select_application(CardReader& card);

}  // namespace tls_se
