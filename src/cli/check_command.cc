#include "cli/check_command.h"

#include <fmt/format.h>

#include <chrono>
#include <ostream>

#include "cli/exit_codes.h"
#include "cli/profile_summary.h"
#include "cli/profiles.h"
#include "profile/profile_warnings.h"
#include "reader/names.h"
#include "reader/recv_command.h"

namespace tls_se {
namespace {

/// A card that can't be reset serves nobody. A client's has a ClientHello to send then.
void try_card(const Check& check, CardProfile profile) {
  StatusWord status = 0;
  try {
    status = check.make_card(std::move(profile))
                 ->transmit(recv_command(p1::kHandshake, p2::kFirst, {}))
                 .status;
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
  try_card(check, std::move(loaded.card));
  if (!check.quiet) {
    for (const auto& [what, words] : lines) out << fmt::format("{:<15}{}\n", what, words);
  }
  for (const std::string& warning : found) out << "warning: " << warning << '\n';
  if (!check.quiet) {
    out << check.profile << ": "
        << (found.empty()       ? "fine"
            : found.size() == 1 ? "works, with 1 warning"
                                : fmt::format("works, with {} warnings", found.size()))
        << '\n';
  }
  return found.empty();
}

}  // namespace tls_se
