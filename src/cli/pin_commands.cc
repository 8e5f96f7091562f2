#include "cli/pin_commands.h"

#include <ostream>

#include "cli/administrator.h"
#include "personalisation/pin_words.h"

namespace tls_se {
namespace {

/// A person types it twice.
SecretBytes read_new_pin(const PinCommand& command, uint8_t pin) {
  const std::string what =
      "the new PIN of " + std::string(pin == kUserPin ? "the user" : "the administrator");
  SecretBytes first = read_pin(command.fresh, what);
  if (!command.fresh.file.empty() || command.fresh.descriptor) return first;
  const SecretBytes second = read_pin(command.fresh, what + ", again");
  if (same_bytes(first.bytes(), second.bytes())) return first;
  throw std::runtime_error("these were two different PINs: nothing has changed");
}

[[noreturn]] void fail(const PinCommand& command, const std::string& words) {
  throw std::runtime_error(command.card + ": " + words);
}

void demand(const PinCommand& command, uint8_t pin, StatusWord status) {
  if (status != sw::kOk) fail(command, pin_refusal_words(pin, status));
}

}  // namespace

void run_pin_set(CardReader& reader, const PinCommand& command, std::ostream& out) {
  CardCommands card(reader);
  if (card.life_cycle() != LifeCycle::initial) {
    fail(command,
         "this card has been activated, and its PINs are no more set: `tls-se card pin "
         "change` changes one, and `tls-se card pin unblock` has a new one for the user");
  }
  const ObjectKind kind =
      command.pin == kUserPin ? ObjectKind::user_pin : ObjectKind::administrator_pin;
  card.put(kind, 0, read_new_pin(command, command.pin).bytes());
  out << command.card << ": " << pin_words(command.pin) << " is set\n";
}

void run_pin_change(CardReader& reader, const PinCommand& command, std::ostream& out) {
  CardCommands card(reader);
  const std::string what = pin_words(command.pin);
  const StatusWord status = card.verify(command.pin, {});
  if (status != sw::kOk && sw::sw1(status) != sw::kTriesLeft) demand(command, command.pin, status);
  const SecretBytes old = read_pin(command.present, what);
  const SecretBytes fresh = read_new_pin(command, command.pin);
  demand(command, command.pin, card.change_pin(command.pin, old.bytes(), fresh.bytes()));
  out << command.card << ": " << what << " is changed\n";
}

void run_pin_unblock(CardReader& reader, const PinCommand& command, bool keeps, std::ostream& out) {
  CardCommands card(reader);
  if (card.verify(kUserPin, {}) == sw::kDataObjectNotFound) {
    fail(command, pin_words(kUserPin) + " is not set: there is nothing to unblock");
  }
  show_administrator_pin(card, command.present);
  if (keeps) {
    card.reset_user_pin({});
  } else {
    card.reset_user_pin(read_new_pin(command, kUserPin).bytes());
  }
  out << command.card << ": " << pin_words(kUserPin) << " has all its tries again"
      << (keeps ? "" : ", and is the new one") << '\n';
}

}  // namespace tls_se
