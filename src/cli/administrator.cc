#include "cli/administrator.h"

#include <stdexcept>

#include "personalisation/pin_words.h"

namespace tls_se {

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
  throw std::runtime_error(pin_refusal_words(kAdministratorPin, status));
}

void show_administrator_pin_if_operational(CardCommands& card, const PinSource& source) {
  if (card.life_cycle() == LifeCycle::operational) show_administrator_pin(card, source);
}

}  // namespace tls_se
