// VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER: ISO 7816-4 section 11.6.
#include "se/smart_card/command_table.h"

namespace tls_se::commands {
namespace {

/// 9000, or what verify_pin() says.
StatusWord compare(Call& call, Pin pin, const Bytes& given) {
  call.channel.forget_shown(bit_of(pin));
  const StatusWord status = verify_pin(call.objects(), pin, given);
  if (status == sw::kOk) call.channel.note_shown(pin);
  if (pin_status(call.objects(), pin) == sw::kBlocked) call.card.forget_shown(bit_of(pin));
  return status;
}

/// Who has shown the old one has to show the new one.
Verdict replace(Call& call, Pin pin, const Bytes& value) {
  CardObjects& objects = call.objects();
  objects.abort();
  const ObjectStatus change = objects.finish(objects.put(objects.name(kind_of(pin)), value));
  call.card.forget_shown(objects.take_new_pins());
  return call.conclude(change);
}

}  // namespace

/// P1 00 compares, and without data asks; FF forgets that the PIN was shown on this channel.
Verdict verify(Call& call) {
  constexpr uint8_t kForget = 0xff;
  const Apdu& command = call.command;
  const bool forgets = command.p1 == kForget;
  if (command.p2 >= kPins || (command.p1 != 0 && !forgets)) return Verdict::wrong_parameters;
  if (command.data.size() > (forgets ? 0 : kMaxPin)) return Verdict::wrong_length;
  const auto pin = static_cast<Pin>(command.p2);
  if (forgets) {
    call.channel.forget_shown(bit_of(pin));
    return Verdict::ok;
  }
  if (!command.data.empty()) return call.say(compare(call, pin, command.data));
  if (call.channel.has_shown(pin)) return Verdict::ok;
  return call.say(pin_status(call.objects(), pin));
}

/// The PIN and a new one, each padded with FF to half of the data.
Verdict change_reference_data(Call& call) {
  const Apdu& command = call.command;
  const size_t half = command.data.size() / 2;
  if (command.p1 != 0 || command.p2 >= kPins) return Verdict::wrong_parameters;
  if (command.data.size() % 2 != 0 || half < kMinPin || half > kMaxPin)
    return Verdict::wrong_length;
  const auto pin = static_cast<Pin>(command.p2);
  const StatusWord status = compare(call, pin, command.data.first(half));
  return status == sw::kOk ? replace(call, pin, command.data.subspan(half)) : call.say(status);
}

/// Of the user's PIN, by the administrator: P1 02 with a new PIN, 03 without.
Verdict reset_retry_counter(Call& call) {
  constexpr uint8_t kWithNew = 0x02;
  constexpr uint8_t kAlone = 0x03;
  const Apdu& command = call.command;
  const bool is_alone = command.p1 == kAlone;
  if (command.p2 != static_cast<uint8_t>(Pin::user) || (command.p1 != kWithNew && !is_alone)) {
    return Verdict::wrong_parameters;
  }
  const size_t size = command.data.size();
  if (is_alone ? size != 0 : size < kMinPin || size > kMaxPin) return Verdict::wrong_length;
  if (!call.objects().stored().has(ObjectKind::user_pin)) return Verdict::no_such_object;
  if (!is_alone) return replace(call, Pin::user, command.data);
  return call.conclude(restore_tries(call.objects(), Pin::user));
}

}  // namespace tls_se::commands
