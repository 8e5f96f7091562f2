// The two PINs of a card (ISO 7816-4 section 11.6). Of each there is a counter of tries in the
// card's memory. It falls before a PIN is compared, and is restored when it was right: so whoever
// cuts the power has lost the try.
#pragma once

#include "se/data_exchange/status_word.h"
#include "se/objects/card_objects.h"

namespace tls_se {

/// As P2 names them, and the applets of the draft's author do.
enum class Pin : uint8_t { user = 0, administrator = 1 };
inline constexpr size_t kPins = 2;
inline constexpr uint8_t kUserTries = 3;
inline constexpr uint8_t kAdministratorTries = 10;

class Pins {
 public:
  explicit Pins(CardObjects& objects) : objects_(objects) {}

  /// 9000 if it is right; 63Cx with the tries that are left, 6983 if there is none, 6A88 if there
  /// is no such PIN. The time it takes tells nothing of how wrong it was.
  StatusWord verify(Pin pin, const Bytes& given);
  /// 63Cx, 6983 or 6A88: what verify() would meet.
  [[nodiscard]] StatusWord status(Pin pin) const;
  [[nodiscard]] bool is_set(Pin pin) const;

  /// A PIN becomes another, with all its tries; an empty one is no PIN. In a transaction.
  ObjectStatus put(Pin pin, const Bytes& value);
  /// All tries are there again. At once.
  ObjectStatus restore_tries(Pin pin);

  /// The PIN that this object is; false if it is none.
  [[nodiscard]] static bool is_pin(ObjectKind kind, Pin& pin);

 private:
  [[nodiscard]] uint8_t tries(Pin pin) const;

  CardObjects& objects_;
};

}  // namespace tls_se
