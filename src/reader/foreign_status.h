// Status words of the applets by the draft's author, where they are others than ours or mean
// something else (docs/card.md).
#pragma once

#include "se/data_exchange/status_word.h"

namespace tls_se::sw {

inline constexpr StatusWord kPinNeeded = 0x6380;    // before RECV
inline constexpr StatusWord kOutOfRange = 0x6d02;   // more bytes than there is room for
inline constexpr StatusWord kAnyTlsError = 0x6d16;  // whichever it is, and no alert has been sent

}  // namespace tls_se::sw
