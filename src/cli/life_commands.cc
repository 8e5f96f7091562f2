#include "cli/life_commands.h"

#include <ostream>
#include <stdexcept>

#include "cli/administrator.h"
#include "cli/confirmation.h"

namespace tls_se {
namespace {

void demand_initial(CardCommands& card, const std::string& name, const std::string& what) {
  if (card.life_cycle() == LifeCycle::initial) return;
  throw std::runtime_error(name + ": this card has been activated: " + what);
}

/// What ACTIVATE misses.
std::string missing_words(const CardRefusal& refusal) {
  switch (refusal.kind()) {
    case ObjectKind::administrator_pin:
      return "it has no administrator's PIN: `tls-se card pin set --administrator` puts one";
    case ObjectKind::role_and_modes:
      return "it is not personalised: `tls-se card personalise` makes it what a profile says";
    default:
      return refusal.what();
  }
}

}  // namespace

void run_activate(CardReader& reader, const std::string& name, std::ostream& out) {
  CardCommands card(reader);
  demand_initial(card, name, "there is nothing more to do");
  try {
    card.activate();
  } catch (const CardRefusal& refusal) {
    throw std::runtime_error(name + ": " + missing_words(refusal));
  }
  out << name << ": operational from now on\n";
}

void run_terminate(CardReader& reader, const std::string& name, const PinSource& administrator_pin,
                   bool forced, std::ostream& out) {
  CardCommands card(reader);
  if (card.life_cycle() == LifeCycle::terminated) {
    throw std::runtime_error(name + ": this card is terminated already");
  }
  confirm("Everything on " + name + " is erased, and the card is of no use any more. Go on?",
          forced);
  show_administrator_pin(card, administrator_pin);
  card.terminate();
  out << name << ": terminated\n";
}

void run_erase(CardReader& reader, const std::string& name, bool forced, std::ostream& out) {
  CardCommands card(reader);
  demand_initial(card, name, "it can't be erased any more, `tls-se card terminate` ends its life");
  confirm("Everything on " + name + " is erased, with the keys that were made there. Go on?",
          forced);
  card.erase();
  out << name << ": erased, and as new\n";
}

}  // namespace tls_se
