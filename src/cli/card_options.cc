#include "cli/card_options.h"

#include <iostream>

#include "card/host_cards.h"
#include "cli/card_info.h"
#include "cli/life_commands.h"
#include "cli/personalise_command.h"
#include "cli/pin_commands.h"
#include "personalisation/card_commands.h"
#include "personalisation/pin_words.h"

namespace tls_se {
namespace {

constexpr char kFooter[] =
    "Examples, from a new card to one that serves:\n"
    "  tls-se card personalise --card sim:pump.card --profile pump.toml\n"
    "      makes the card, and makes it what the profile says\n"
    "  tls-se card pin set --administrator --card sim:pump.card\n"
    "  tls-se card activate --card sim:pump.card\n"
    "      from now on it is changed by who shows the administrator's PIN alone\n"
    "  tls-se server --listen 127.0.0.1:8443 --card sim:pump.card\n"
    "docs/card.md has this with a key that is made on the card.";

constexpr char kInfoFooter[] =
    "Nothing of a key or a PIN is shown, and no PIN is wanted.\n"
    "Example:\n"
    "  tls-se card info --card sim:pump.card";

constexpr char kPersonaliseFooter[] =
    "A line for each object: + comes, ~ becomes another, - goes. All of it happens at once, or "
    "nothing: who is interrupted, gives the command again. A second time there is nothing to "
    "change.\n"
    "The file of a card in a file is made if it is not there.\n"
    "Examples:\n"
    "  tls-se card personalise --card sim:pump.card --profile pump.toml --dry-run\n"
    "      what it would change\n"
    "  tls-se card personalise --card sim:pump.card --profile pump.toml --pin-file admin.pin\n"
    "      of a card that has been activated";

constexpr char kKeygenFooter[] =
    "The private key never leaves the card. Standard output has the public key, as PEM.\n"
    "Example:\n"
    "  tls-se card keygen --card sim:pump.card\n"
    "      then `tls-se card csr`, an authority, and a profile with private_key = \"card\"";

constexpr char kCsrFooter[] =
    "Standard output has the request, as PEM: an authority makes a certificate of it.\n"
    "Examples:\n"
    "  tls-se card csr --card sim:pump.card --subject CN=pump-7,O=Example > pump.csr\n"
    "  tls-se card csr --card sim:broker.card --subject CN=broker --dns broker.example > b.csr";

constexpr char kPinFooter[] =
    "A PIN has 4 to 16 bytes. `tls-se card info` shows which there are, and the tries that are "
    "left: 3 for the user, 10 for the administrator.\n"
    "A PIN comes from the terminal, which does not show it, or from a file or a descriptor; never "
    "from the command line.";

constexpr char kPinSetFooter[] =
    "Example:\n"
    "  tls-se card pin set --administrator --card sim:pump.card --new-pin-file admin.pin";
constexpr char kPinChangeFooter[] =
    "Example:\n"
    "  tls-se card pin change --card sim:pump.card";
constexpr char kPinUnblockFooter[] =
    "Examples:\n"
    "  tls-se card pin unblock --card sim:pump.card\n"
    "      asks for the administrator's PIN, and for a new one of the user\n"
    "  tls-se card pin unblock --card sim:pump.card --keep --pin-file admin.pin";

constexpr char kActivateFooter[] =
    "It needs an administrator's PIN and a profile. From then on its role, its PINs and its "
    "private "
    "keys stay, and all else is changed with the administrator's PIN alone. There is no way back.\n"
    "Example:\n"
    "  tls-se card activate --card sim:pump.card";
constexpr char kTerminateFooter[] =
    "Its keys are erased, and nothing makes it serve again. It wants the administrator's PIN.\n"
    "Example:\n"
    "  tls-se card terminate --card sim:pump.card --force --pin-file admin.pin";
constexpr char kEraseFooter[] =
    "A card that has not been activated is as new again.\n"
    "Example:\n"
    "  tls-se card erase --card sim:pump.card";

}  // namespace

CLI::App& CardOptions::add(CLI::App& parent, const std::string& name, const std::string& what,
                           const std::string& footer, void (CardOptions::*run)()) {
  CLI::App& command = *parent.add_subcommand(name, what);
  command.footer(footer);
  command.add_option("--card", card_, std::string("which card: ") + kCardForms)
      ->type_name("CARD")
      ->required();
  command.callback([this, run] { (this->*run)(); });
  return command;
}

void CardOptions::add_pin(CLI::App& command, const std::string& whose) {
  auto* const file = command
                         .add_option("--pin-file", pin_file_,
                                     whose + " stands in this file; without it you are asked")
                         ->type_name("FILE");
  command.add_option("--pin-fd", pin_fd_, "or comes from this descriptor, a line")
      ->type_name("N")
      ->check(CLI::Range(0, 65535))
      ->excludes(file);
}

void CardOptions::add_new_pin(CLI::App& command) {
  auto* const file =
      command
          .add_option("--new-pin-file", new_pin_file_,
                      "the new PIN stands in this file; without it you are asked twice")
          ->type_name("FILE");
  command.add_option("--new-pin-fd", new_pin_fd_, "or comes from this descriptor, a line")
      ->type_name("N")
      ->check(CLI::Range(0, 65535))
      ->excludes(file);
}

void CardOptions::add_key(CLI::App& command) {
  static_assert(kMaxPrivateKeys == 2);  // as the text says
  command
      .add_option("--key", key_, "which of the card's two keys: the one in use, and its successor")
      ->type_name("N")
      ->check(CLI::Range(size_t{1}, kMaxPrivateKeys))
      ->capture_default_str();
}

void CardOptions::add_force(CLI::App& command) {
  command.add_flag("--force", is_forced_, "do not ask");
}

void CardOptions::add_to(CLI::App& app) {
  CLI::App& card = *app.add_subcommand("card", "personalise a card, and look after it");
  card.footer(kFooter);
  card.require_subcommand(1);
  const std::string administrator = "the administrator's PIN, of a card that has been activated,";
  add(card, "info", "show what is on a card", kInfoFooter, &CardOptions::info);

  CLI::App& personalise = add(card, "personalise", "make a card what a profile says",
                              kPersonaliseFooter, &CardOptions::personalise);
  personalise.add_option("--profile", profile_, "the profile, a TOML file")
      ->type_name("FILE")
      ->required();
  personalise.add_flag("--dry-run", is_dry_run_, "say what would change, and change nothing");
  add_pin(personalise, administrator);

  CLI::App& keygen = add(card, "keygen", "have the card make a key of its own", kKeygenFooter,
                         &CardOptions::keygen);
  add_key(keygen);
  add_force(keygen);
  add_pin(keygen, administrator);

  CLI::App& csr = add(card, "csr", "have the card request a certificate for its key", kCsrFooter,
                      &CardOptions::csr);
  csr.add_option("--subject", names_.subject, "who the certificate is for, RFC 4514")
      ->type_name("NAME")
      ->required();
  const auto several = [&](const std::string& option, std::vector<std::string>& names,
                           const std::string& what, const std::string& type) {
    csr.add_option(option, names, what)
        ->type_name(type)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  several("--dns", names_.dns, "a DNS name that it is for too; again for another", "NAME");
  several("--ip", names_.ip, "an IP address that it is for too; again for another", "ADDR");
  add_key(csr);
  add_pin(csr, administrator);

  CLI::App& pin = *card.add_subcommand("pin", "set, change and unblock a card's PINs");
  pin.footer(kPinFooter);
  pin.require_subcommand(1);
  add_pin_commands(pin);

  add(card, "activate", "end the personalisation: the card is operational", kActivateFooter,
      &CardOptions::activate);
  CLI::App& terminate =
      add(card, "terminate", "end a card's life", kTerminateFooter, &CardOptions::terminate);
  add_force(terminate);
  add_pin(terminate, "the administrator's PIN");
  add_force(add(card, "erase", "make a card that was not activated as new", kEraseFooter,
                &CardOptions::erase));
}

void CardOptions::add_pin_commands(CLI::App& pin) {
  const auto add_whose = [&](CLI::App& command) {
    command.add_flag("--administrator", is_administrator_, "the administrator's, not the user's");
  };
  CLI::App& set = add(pin, "set", "a PIN for a card that has not been activated", kPinSetFooter,
                      &CardOptions::pin_set);
  add_whose(set);
  add_new_pin(set);
  CLI::App& change = add(pin, "change", "another PIN, by who knows it", kPinChangeFooter,
                         &CardOptions::pin_change);
  add_whose(change);
  add_pin(change, "the PIN");
  add_new_pin(change);
  CLI::App& unblock = add(pin, "unblock", "a new PIN for the user, by the administrator",
                          kPinUnblockFooter, &CardOptions::pin_unblock);
  unblock.add_flag("--keep", keeps_, "the PIN stays, and has all its tries again");
  add_pin(unblock, "the administrator's PIN");
  add_new_pin(unblock);
}

PinSource CardOptions::pin_source() const {
  return {.option = "--pin", .file = pin_file_, .descriptor = pin_fd_};
}
PinSource CardOptions::new_pin_source() const {
  return {.option = "--new-pin", .file = new_pin_file_, .descriptor = new_pin_fd_};
}
KeyCommand CardOptions::key_command() const {
  return {.card = card_, .key = key_ - 1, .administrator_pin = pin_source()};
}

void CardOptions::info() {
  print_card_info(*open_card(card_), card_, std::chrono::system_clock::now(), std::cout);
}

void CardOptions::personalise() {
  run_personalise({.card = card_,
                   .profile = profile_,
                   .is_dry_run = is_dry_run_,
                   .administrator_pin = pin_source(),
                   .open_card =
                       [this] {
                         return open_card(card_,
                                          is_dry_run_ ? MissingCard::imagined : MissingCard::made);
                       },
                   .plan = plan_on_host},
                  std::cout);
}

std::unique_ptr<CardReader> CardOptions::open_living_card(MissingCard missing) const {
  auto card = open_card(card_, missing);
  if (CardCommands(*card).life_cycle() != LifeCycle::terminated) return card;
  throw std::runtime_error(card_ + ": this card is terminated: take another");
}

void CardOptions::keygen() {
  run_keygen(*open_living_card(MissingCard::made), key_command(), is_forced_, std::cout);
}

void CardOptions::csr() { run_csr(*open_living_card(), key_command(), names_, std::cout); }

void CardOptions::pin_set() {
  const uint8_t pin = is_administrator_ ? kAdministratorPin : kUserPin;
  run_pin_set(*open_living_card(MissingCard::made),
              {.card = card_, .pin = pin, .present = {}, .fresh = new_pin_source()}, std::cout);
}

void CardOptions::pin_change() {
  const uint8_t pin = is_administrator_ ? kAdministratorPin : kUserPin;
  run_pin_change(*open_living_card(),
                 {.card = card_, .pin = pin, .present = pin_source(), .fresh = new_pin_source()},
                 std::cout);
}

void CardOptions::pin_unblock() {
  run_pin_unblock(
      *open_living_card(),
      {.card = card_, .pin = kUserPin, .present = pin_source(), .fresh = new_pin_source()}, keeps_,
      std::cout);
}

void CardOptions::activate() { run_activate(*open_living_card(), card_, std::cout); }

void CardOptions::terminate() {
  run_terminate(*open_card(card_), card_, pin_source(), is_forced_, std::cout);
}

void CardOptions::erase() { run_erase(*open_living_card(), card_, is_forced_, std::cout); }

}  // namespace tls_se
