#include "cli/pin_words.h"

#include <stdexcept>

#include "reader/names.h"

namespace tls_se {

std::string pin_words(uint8_t pin) {
  return pin == kUserPin ? "the user's PIN" : "the administrator's PIN";
}

std::string pin_status_words(uint8_t pin, StatusWord status) {
  const bool is_user = pin == kUserPin;
  if (sw::sw1(status) == sw::kTriesLeft) {
    const int left = status & 0x0f;
    return "is wrong, " + std::to_string(left) + (left == 1 ? " try is" : " tries are") + " left";
  }
  switch (status) {
    case sw::kBlocked:
      return is_user ? "is blocked: `tls-se card pin unblock` has the administrator end that"
                     : "is blocked, and nothing ends that";
    case sw::kDataObjectNotFound:
      return "is not set: `tls-se card pin set` puts one, before the card is activated";
    default:
      return "is refused: " + status_word_name(status);
  }
}

void show_administrator_pin(CardCommands& card, const PinSource& source) {
  const std::string what = pin_words(kAdministratorPin);
  StatusWord status = card.verify(kAdministratorPin, {});
  if (status == sw::kOk) return;
  if (status == sw::kDataObjectNotFound) {
    throw std::runtime_error(what +
                             " is wanted for this, and the card has none: `tls-se card pin "
                             "set --administrator` puts one");
  }
  if (sw::sw1(status) == sw::kTriesLeft) {
    status = card.verify(kAdministratorPin, read_pin(source, what).bytes());
    if (status == sw::kOk) return;
  }
  throw std::runtime_error(what + ' ' + pin_status_words(kAdministratorPin, status));
}

void show_administrator_pin_if_operational(CardCommands& card, const PinSource& source) {
  if (card.life_cycle() == LifeCycle::operational) show_administrator_pin(card, source);
}

}  // namespace tls_se
