// VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER: ISO 7816-4 section 11.6.
#include "se/smart_card/smart_card.h"

namespace tls_se {

/// P1 00 compares, and without data asks; FF forgets that the PIN was shown on this channel.
StatusWord SmartCard::verify(Call& call) {
  constexpr uint8_t kCompare = 0x00;
  constexpr uint8_t kForget = 0xff;
  const Apdu& command = call.command;
  if (command.p2 >= kPins || (command.p1 != kCompare && command.p1 != kForget)) {
    return sw::kWrongP1P2;
  }
  if (command.expected != 0 || command.data.size() > kMaxPin) return sw::kWrongLength;
  const auto pin = static_cast<Pin>(command.p2);
  Channel& channel = this->channel(call);
  if (command.p1 == kForget) {
    if (!command.data.empty()) return sw::kWrongLength;
    channel.forget_shown(pin);
    return sw::kOk;
  }
  if (command.data.empty()) return channel.has_shown(pin) ? sw::kOk : pins_.status(pin);
  return compare(call, pin, command.data);
}

StatusWord SmartCard::compare(Call& call, Pin pin, const Bytes& given) {
  channel(call).forget_shown(pin);
  const StatusWord status = pins_.verify(pin, given);
  if (status == sw::kOk) channel(call).note_shown(pin);
  if (pins_.status(pin) == sw::kBlocked) forget_shown(pin);
  return status;
}

/// The PIN and a new one, each padded with FF to half of the data.
StatusWord SmartCard::change_reference_data(Call& call) {
  const Apdu& command = call.command;
  const size_t half = command.data.size() / 2;
  if (command.p1 != 0 || command.p2 >= kPins) return sw::kWrongP1P2;
  if (command.data.size() % 2 != 0 || half < kMinPin || half > kMaxPin || command.expected != 0) {
    return sw::kWrongLength;
  }
  const auto pin = static_cast<Pin>(command.p2);
  const StatusWord status = compare(call, pin, command.data.first(half));
  return status == sw::kOk ? replace(pin, command.data.subspan(half)) : status;
}

/// Of the user's PIN, by the administrator: P1 02 with a new PIN, 03 without.
StatusWord SmartCard::reset_retry_counter(Call& call) {
  constexpr uint8_t kWithNew = 0x02;
  constexpr uint8_t kAlone = 0x03;
  const Apdu& command = call.command;
  if (command.p2 != static_cast<uint8_t>(Pin::user) ||
      (command.p1 != kWithNew && command.p1 != kAlone)) {
    return sw::kWrongP1P2;
  }
  const bool fits = command.p1 == kAlone
                        ? command.data.empty()
                        : command.data.size() >= kMinPin && command.data.size() <= kMaxPin;
  if (!fits || command.expected != 0) return sw::kWrongLength;
  if (!pins_.is_set(Pin::user)) return sw::kDataObjectNotFound;
  if (command.p1 == kWithNew) return replace(Pin::user, command.data);
  return conclude(pins_.restore_tries(Pin::user));
}

/// Who has shown the old one has to show the new one.
StatusWord SmartCard::replace(Pin pin, const Bytes& value) {
  objects_.abort();
  ObjectStatus change = pins_.put(pin, value);
  if (change == ObjectStatus::done) change = objects_.commit();
  if (change != ObjectStatus::done) {
    objects_.abort();
  } else {
    forget_shown(pin);
  }
  return conclude(change);
}

}  // namespace tls_se
