#include "cli/personalise_command.h"

#include <unistd.h>

#include <iostream>

#include "cli/administrator.h"
#include "cli/exit_codes.h"
#include "cli/profiles.h"
#include "personalisation/foreign_personaliser.h"
#include "personalisation/personaliser.h"
#include "personalisation/pin_words.h"
#include "profile/profile_warnings.h"
#include "reader/object_words.h"

namespace tls_se {
namespace {

/// As a person reads a list of changes.
std::string change_words(const ObjectChange& change) {
  const std::string object = object_words(change.kind, change.index);
  switch (change.what) {
    case ObjectChange::What::add:
      return "+ " + object;
    case ObjectChange::What::replace:
      return "~ " + object;
    case ObjectChange::What::rewrite:
      return "~ " + object + " (written anew: the card can't tell whether it is the same)";
    case ObjectChange::What::remove:
      return "- " + object;
  }
  return object;
}

std::string counted(size_t count, const char* what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

/// On a terminal, for cards that take their time: a line that is written over and over.
class Progress {
 public:
  explicit Progress(size_t all) : all_(isatty(STDERR_FILENO) != 0 ? all : 0) {}
  ~Progress() {
    if (all_ != 0) std::cerr << "\r\033[K" << std::flush;
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void tell(size_t done) const {
    if (all_ != 0) std::cerr << '\r' << done << " of " << all_ << " objects" << std::flush;
  }

 private:
  const size_t all_;
};

/// What there is to mend beside the change itself.
std::string refusal_words(const PersonaliseCommand& command, const CardRefusal& refusal) {
  std::string words = refusal.what();
  if (refusal.kind() == ObjectKind::private_key) {
    words += "; `tls-se card keygen --card " + command.card + "` makes a key on the card";
  }
  return command.card + ": " + words + ". Nothing on it has changed";
}

std::string change_words_of(size_t count, bool is_dry_run) {
  return counted(count, "change") + (is_dry_run ? " to be made\n" : " made\n");
}

SecretBytes foreign_administrator_pin(const PersonaliseCommand& command) {
  const std::string what = pin_words(kAdministratorPin);
  const SecretBytes pin = read_pin(command.administrator_pin, what);
  try {
    return foreign_pin(pin);
  } catch (const std::runtime_error& error) {
    throw UsageError(what + ' ' + error.what());
  }
}

/// It takes one key, whatever it has now.
void personalise_foreign(const PersonaliseCommand& command, CardReader& card,
                         const CardProfile& profile, std::ostream& out) {
  if (const auto objection = objection_of_foreign_card(profile)) {
    throw UsageError(command.profile + ": " + *objection);
  }
  const CardProfile::Psk& psk = profile.psks[0];
  if (std::string(psk.identity.begin(), psk.identity.end()) != kForeignIdentity) {
    std::cerr << "warning: no command tells this card an identity, and those of its kind know "
              << kForeignIdentity << " alone" << std::endl;
  }
  out << change_words({ObjectChange::What::rewrite, ObjectKind::pre_shared_key, 0}) << '\n';
  if (!command.is_dry_run) put_foreign_psk(card, foreign_administrator_pin(command), psk.key);
  out << command.card << ": " << change_words_of(1, command.is_dry_run);
}

}  // namespace

void run_personalise(const PersonaliseCommand& command, std::ostream& out) {
  const LoadedProfile loaded = read_profile(command.profile);
  const auto now = std::chrono::system_clock::now();
  for (const std::string& warning : warnings(loaded.card, loaded.sources, now)) {
    std::cerr << "warning: " << warning << std::endl;
  }
  std::vector<PlannedObject> plan;
  try {
    plan = command.plan(loaded.card);
  } catch (const std::runtime_error& error) {
    throw UsageError(command.profile + ": " + error.what());
  }
  const auto card = command.open_card();
  try {
    if (is_foreign_card(*card)) return personalise_foreign(command, *card, loaded.card, out);
    Personaliser personaliser(*card, std::move(plan), loaded.card.private_key_on_card);
    const auto& changes = personaliser.changes();
    for (const ObjectChange& change : changes) out << change_words(change) << '\n';
    if (changes.empty()) {
      out << command.card << ": nothing to change, " << counted(personaliser.kept(), "object")
          << " as " << command.profile << " has them\n";
      return;
    }
    if (command.is_dry_run) {
      out << command.card << ": " << change_words_of(changes.size(), true);
      return;
    }
    CardCommands commands(*card);
    show_administrator_pin_if_operational(commands, command.administrator_pin);
    const Progress progress(changes.size());
    personaliser.apply([&](size_t done) { progress.tell(done); });
    out << command.card << ": " << change_words_of(changes.size(), false);
  } catch (const CardRefusal& refusal) {
    throw std::runtime_error(refusal_words(command, refusal));
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(command.card + ": " + error.what());
  }
}

}  // namespace tls_se
