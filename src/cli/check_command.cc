#include "cli/check_command.h"

#include <fmt/format.h>

#include <chrono>
#include <ostream>

#include "cli/exit_codes.h"
#include "cli/own_card.h"
#include "cli/profile_summary.h"
#include "cli/profiles.h"
#include "personalisation/card_commands.h"
#include "profile/profile_warnings.h"
#include "reader/names.h"
#include "reader/recv_command.h"

namespace tls_se {
namespace {

/// A card that can't be reset serves nobody. A client's has a ClientHello to send then. One in
/// memory may lack what stands on the card alone: it is asked for the rest.
void try_card(const Check& check, const CardProfile& profile) {
  StatusWord status = 0;
  CardProfile without_pin = profile;
  without_pin.user_pin_for_tls = false;
  try {
    status = check.make_card(std::move(without_pin))
                 ->transmit(recv_command(p1::kHandshake, p2::kFirst, {}))
                 .status;
  } catch (const CardRefusal& refusal) {
    if (profile.private_key_on_card && refusal.kind() == ObjectKind::private_key) return;
    throw UsageError(check.profile + ": " + refusal.what());
  } catch (const std::runtime_error& error) {
    throw UsageError(check.profile + ": " + error.what());
  }
  if (status == sw::kOk || sw::is_more(status)) return;
  throw UsageError(fmt::format("{}: a card of this profile can't be reset: {:04X}, {}",
                               check.profile, status, status_word_name(status)));
}

}  // namespace

bool run_check(const Check& check, std::ostream& out) {
  const auto now = std::chrono::system_clock::now();
  LoadedProfile loaded = read_profile(check.profile);
  const auto lines = summary(loaded.card, now);
  const auto found = warnings(loaded.card, loaded.sources, now);
  const auto wish = wish_for_own_card(loaded.card, check.profile);
  try_card(check, loaded.card);
  if (!check.quiet) {
    for (const auto& [what, words] : lines) out << fmt::format("{:<15}{}\n", what, words);
  }
  for (const std::string& warning : found) out << "warning: " << warning << '\n';
  if (!check.quiet) {
    out << check.profile << ": "
        << (found.empty()       ? "fine"
            : found.size() == 1 ? "works, with 1 warning"
                                : fmt::format("works, with {} warnings", found.size()))
        << (wish ? ", on a card of its own: " + *wish : "") << '\n';
  }
  return found.empty();
}

}  // namespace tls_se
