#include "cli/doctor_options.h"

#include <iostream>
#include <utility>

#include "card/host_cards.h"
#include "cli/card_option.h"
#include "cli/exit_codes.h"
#include "doctor/report.h"
#include "node/endpoint.h"
#include "node/listening.h"

namespace tls_se {
namespace {

constexpr char kFooter[] =
    "It looks at pcscd, the readers, the cards, the profile and the port, in this order, and "
    "changes "
    "nothing. Below what is not as it should be stands the next step. No PIN is wanted, and "
    "nothing "
    "of a key or a PIN is shown. A card that another program is using can't be looked at.\n"
    "Exit codes: 0 all is well, 1 there are warnings, 3 there are errors, 2 wrong options.\n"
    "Examples:\n"
    "  tls-se doctor\n"
    "      pcscd, and what is in its readers\n"
    "  tls-se doctor --card sim:broker.card --profile broker.toml --listen 127.0.0.1:8883\n"
    "      before a server starts\n"
    "  tls-se doctor --card sim:broker.card --psk-identity sensor-17 --json\n"
    "      for a program; docs/cards.md has the form";

/// A reader that hangs is not to hang the doctor.
constexpr std::chrono::seconds kLongest(5);

std::unique_ptr<CardReader> open_as_it_is(const std::string& name) {
  const std::string file = card_file(name);
  if (!file.empty()) return card_in_file(file, false);
  return card_of({.name = name, .selects = false, .longest = kLongest});
}

}  // namespace

void DoctorOptions::add_to(CLI::App& app, std::function<void(int)> done) {
  CLI::App& command = *app.add_subcommand("doctor", "say what is wrong with a set-up");
  command.footer(kFooter);
  command
      .add_option("--card", cards_,
                  std::string("look at this card alone; again for another: ") + kCardForms +
                      "; without it all that are in readers")
      ->type_name("CARD")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command
      .add_option("--profile", profile_,
                  "whether this profile, a TOML file, is right, and the cards are as it says")
      ->type_name("FILE");
  command
      .add_option("--psk-identity", psk_identity_,
                  "whether a card has the pre-shared key of this identity")
      ->type_name("NAME");
  command.add_option("--listen", listen_, "whether a server can listen here")
      ->type_name("ADDR:PORT");
  command.add_flag("--json", is_json_, "for a program: one JSON object");
  command.callback([this, done = std::move(done)] { done(run()); });
}

Examination DoctorOptions::examination() const {
  for (const std::string& card : cards_) check_card_name(card);
  Examination examination{.cards = cards_,
                          .profile = profile_,
                          .psk_identity = psk_identity_,
                          .listen = listen_,
                          .ask_pcscd = pcsc_slots,
                          .look_at_pcscd = look_at_pcscd,
                          .open = open_as_it_is,
                          .try_listening = {},
                          .clock = [] { return std::chrono::steady_clock::now(); },
                          .now = std::chrono::system_clock::now()};
  if (listen_.empty()) return examination;
  try {
    examination.try_listening = [endpoint = parse_endpoint(listen_)] {
      return try_listening(endpoint);
    };
  } catch (const std::runtime_error& error) {
    throw UsageError(std::string("--listen: ") + error.what());
  }
  return examination;
}

int DoctorOptions::run() const {
  const Findings findings = examine(examination());
  is_json_ ? print_json_report(findings, std::cout) : print_report(findings, std::cout);
  const Health health = health_of(findings);
  if (health.errors != 0) return kExitUnhealthy;
  return health.warnings != 0 ? kExitFailed : kExitOk;
}

}  // namespace tls_se
