// A PIN as it is stored and compared, padded to one length, so that comparing takes as long for
// any; and the counter of its tries beside it.
#pragma once

#include "se/base/bytes.h"
#include "se/data_exchange/object_tags.h"

namespace tls_se {

/// As P2 of commands names them, and the applets of the draft's author do.
enum class Pin : uint8_t { user = 0, administrator = 1 };
inline constexpr size_t kPins = 2;
inline constexpr uint8_t kUserTries = 3;
inline constexpr uint8_t kAdministratorTries = 10;

[[nodiscard]] constexpr uint8_t bit_of(Pin pin) {
  return static_cast<uint8_t>(1 << static_cast<uint8_t>(pin));
}
[[nodiscard]] constexpr uint8_t most_tries(Pin pin) {
  return pin == Pin::user ? kUserTries : kAdministratorTries;
}
[[nodiscard]] constexpr ObjectKind kind_of(Pin pin) {
  return static_cast<ObjectKind>(static_cast<uint8_t>(ObjectKind::user_pin) +
                                 static_cast<uint8_t>(pin));
}
[[nodiscard]] constexpr ObjectKind counter_of(Pin pin) {
  return static_cast<ObjectKind>(static_cast<uint8_t>(ObjectKind::user_tries) +
                                 static_cast<uint8_t>(pin));
}
static_assert(kind_of(Pin::administrator) == ObjectKind::administrator_pin);
static_assert(counter_of(Pin::administrator) == ObjectKind::administrator_tries);
/// Whether an object is a PIN, and which.
[[nodiscard]] constexpr bool is_pin(ObjectKind kind, Pin& pin) {
  pin = static_cast<Pin>(static_cast<uint8_t>(kind) - static_cast<uint8_t>(ObjectKind::user_pin));
  return static_cast<uint8_t>(pin) < kPins;
}

inline constexpr uint8_t kPinPadding = 0xff;

/// Of at most kMaxPin bytes.
void pad_pin(const Bytes& pin, std::span<uint8_t, kMaxPin> padded);

}  // namespace tls_se
