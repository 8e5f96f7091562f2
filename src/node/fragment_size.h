// How many bytes a card takes in one RECV: a short APDU has room for 255, and the applets by the
// draft's author take 240.
#pragma once

#include "reader/card_reader.h"

namespace tls_se {

/// Finds it out, unless that has been done, and has the reader remember it. A card of ours takes
/// 255 and is not tried; with any other one this ends the session, and none has begun behind it.
/// One that refuses all sizes says why to whoever begins a session. Throws what the reader throws,
/// and EndlessResponse.
void find_fragment_size(CardReader& card);

}  // namespace tls_se
