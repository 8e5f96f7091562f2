// The two PINs of a card (ISO 7816-4 section 11.6). Of each there is a counter of tries in the
// card's memory. It falls before a PIN is compared, and is restored when it was right: so whoever
// cuts the power has lost the try.
#pragma once

#include "se/data_exchange/status_word.h"
#include "se/objects/card_objects.h"
#include "se/objects/pin_value.h"

namespace tls_se {

/// 9000 if it is right; 63Cx with the tries that are left, 6983 if there is none, 6A88 if there is
/// no such PIN. The time it takes tells nothing of how wrong it was.
StatusWord verify_pin(CardObjects& objects, Pin pin, const Bytes& given);
/// 63Cx, 6983 or 6A88: what verify_pin() would meet.
[[nodiscard]] StatusWord pin_status(const CardObjects& objects, Pin pin);

/// All tries are there again. At once.
ObjectStatus restore_tries(CardObjects& objects, Pin pin);

}  // namespace tls_se
