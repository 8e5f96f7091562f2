#include "se/smart_card/pins.h"

#include "se/objects/pin_value.h"

namespace tls_se {
namespace {

struct PinRow {
  ObjectKind pin;
  ObjectKind tries;
  uint8_t most_tries;
};
constexpr PinRow kRows[kPins] = {
    {ObjectKind::user_pin, ObjectKind::user_tries, kUserTries},
    {ObjectKind::administrator_pin, ObjectKind::administrator_tries, kAdministratorTries},
};
const PinRow& row_of(Pin pin) { return kRows[static_cast<size_t>(pin)]; }

StatusWord tries_left(uint8_t tries) {
  return tries == 0 ? sw::kBlocked : sw::join(sw::kTriesLeft, static_cast<uint8_t>(0xc0 | tries));
}

}  // namespace

bool Pins::is_pin(ObjectKind kind, Pin& pin) {
  pin = kind == ObjectKind::user_pin ? Pin::user : Pin::administrator;
  return row_of(pin).pin == kind;
}

bool Pins::is_set(Pin pin) const { return !objects_.find(row_of(pin).pin).empty(); }

/// A counter that is not there, or has more tries than there are, has none.
uint8_t Pins::tries(Pin pin) const {
  const PinRow& row = row_of(pin);
  const Bytes stored = objects_.find(row.tries);
  return stored.size() == 1 && stored[0] <= row.most_tries ? stored[0] : uint8_t{0};
}

StatusWord Pins::status(Pin pin) const {
  return is_set(pin) ? tries_left(tries(pin)) : sw::kDataObjectNotFound;
}

StatusWord Pins::verify(Pin pin, const Bytes& given) {
  const PinRow& row = row_of(pin);
  if (!is_set(pin)) return sw::kDataObjectNotFound;
  const uint8_t before = tries(pin);
  if (before == 0) return sw::kBlocked;
  const auto left = static_cast<uint8_t>(before - 1);
  if (objects_.put_now(row.tries, {&left, 1}) != ObjectStatus::done) return sw::kMemoryFailure;
  Secret<kMaxPin> padded;
  pad_pin(given, padded.bytes());
  if (!equal_in_constant_time(padded.bytes(), objects_.find(row.pin))) return tries_left(left);
  return restore_tries(pin) == ObjectStatus::done ? sw::kOk : sw::kMemoryFailure;
}

ObjectStatus Pins::restore_tries(Pin pin) {
  const PinRow& row = row_of(pin);
  return objects_.put_now(row.tries, {&row.most_tries, 1});
}

ObjectStatus Pins::put(Pin pin, const Bytes& value) {
  const PinRow& row = row_of(pin);
  const ObjectStatus change = objects_.put(objects_.name(row.pin), value);
  if (change != ObjectStatus::done) return change;
  return objects_.put_own(row.tries, value.empty() ? Bytes{} : Bytes{&row.most_tries, 1});
}

}  // namespace tls_se
