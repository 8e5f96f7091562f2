// A PIN as it is stored and compared: padded to one length, so that comparing takes as long for
// any.
#pragma once

#include "se/objects/object_table.h"

namespace tls_se {

inline constexpr uint8_t kPinPadding = 0xff;

inline void pad_pin(const Bytes& pin, std::span<uint8_t, kMaxPin> padded) {
  for (size_t i = 0; i < kMaxPin; ++i) padded[i] = i < pin.size() ? pin[i] : kPinPadding;
}

}  // namespace tls_se
