#include "se/smart_card/pins.h"

namespace tls_se {

StatusWord pin_status(const CardObjects& objects, Pin pin) {
  const StoredObjects stored = objects.stored();
  if (!stored.has(kind_of(pin))) return sw::kDataObjectNotFound;
  const uint8_t tries = stored.byte(counter_of(pin));
  // A counter that has more tries than there are has none.
  if (tries == 0 || tries > most_tries(pin)) return sw::kBlocked;
  return sw::join(sw::kTriesLeft, static_cast<uint8_t>(0xc0 | tries));
}

StatusWord verify_pin(CardObjects& objects, Pin pin, const Bytes& given) {
  const StatusWord before = pin_status(objects, pin);
  if (sw::sw1(before) != sw::kTriesLeft) return before;
  const auto left = static_cast<uint8_t>((before & 0x0f) - 1);
  ObjectStatus change = objects.put_now(counter_of(pin), left);
  if (change == ObjectStatus::done) {
    Secret<kMaxPin> padded;
    pad_pin(given, padded.bytes());
    if (!equal_in_constant_time(padded.bytes(), objects.stored().find(kind_of(pin)))) {
      return pin_status(objects, pin);
    }
    change = restore_tries(objects, pin);
  }
  return change == ObjectStatus::done ? sw::kOk : sw::kMemoryFailure;
}

ObjectStatus restore_tries(CardObjects& objects, Pin pin) {
  return objects.put_now(counter_of(pin), most_tries(pin));
}

}  // namespace tls_se
