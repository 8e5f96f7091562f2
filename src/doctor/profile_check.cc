#include "doctor/profile_check.h"

#include <algorithm>

#include "card/host_cards.h"
#include "doctor/card_to_check.h"
#include "personalisation/personaliser.h"
#include "profile/profile_reader.h"
#include "profile/profile_warnings.h"
#include "profile/shell_word.h"
#include "reader/object_words.h"

namespace tls_se {
namespace {

/// What is told of it has its name in front: "broker.toml:3: ...".
Finding unreadable(const std::string& file, const std::string& told) {
  std::string words = told.starts_with(file + ":") ? told.substr(file.size() + 1) : told;
  const bool has_line = !words.empty() && words.front() >= '0' && words.front() <= '9';
  if (has_line) {
    return {file, Severity::error, "line " + words, "docs/profile.md has what a profile may say"};
  }
  words.erase(0, words.find_first_not_of(' '));
  return {file, Severity::error, words,
          "look whether the name is right, and whether this user may read it"};
}

std::string personalise_command(const std::string& card, const std::string& profile) {
  return card_command("personalise --profile " + shell_word(profile), card);
}

Finding compared(const std::string& name, const Personaliser& personaliser,
                 const std::string& file) {
  const auto& changes = personaliser.changes();
  if (changes.empty()) return {name, Severity::ok, "is as " + file + " says", ""};
  const auto untold = std::ranges::count(changes, ObjectChange::What::rewrite, &ObjectChange::what);
  if (static_cast<size_t>(untold) == changes.size()) {
    return {name, Severity::note,
            "is as " + file + " says, as far as it tells: not of " +
                object_words(changes.front().kind, changes.front().index) +
                (untold == 1 ? "" : " and others"),
            personalise_command(name, file) + " makes it certain"};
  }
  return {name, Severity::warning,
          "is not as " + file + " says: " + std::to_string(changes.size()) +
              (changes.size() == 1 ? " object differs, " : " objects differ, the first ") +
              object_words(changes.front().kind, changes.front().index),
          personalise_command(name, file) +
              " makes it so; with --dry-run it says what "
              "would change"};
}

}  // namespace

ProfileCheck check_profile(const std::string& file, std::chrono::system_clock::time_point now) {
  ProfileCheck check;
  try {
    LoadedProfile loaded = ProfileReader(file).read();
    for (const ProfileWarning& warning : find_warnings(loaded.card, loaded.sources, now)) {
      check.findings.push_back(
          told_finding(warning.file, warning.peers_refuse_it ? Severity::error : Severity::warning,
                       warning.words));
    }
    if (check.findings.empty()) check.findings.push_back({file, Severity::ok, "is fine", ""});
    check.profile = std::move(loaded.card);
  } catch (const std::runtime_error& error) {
    check.findings.push_back(unreadable(file, error.what()));
  }
  return check;
}

Finding compare_with_profile(const std::string& name, CardReader& card, const std::string& file,
                             const CardProfile& profile) {
  try {
    return compared(name, Personaliser(card, plan_on_host(profile), profile.private_key_on_card),
                    file);
  } catch (const std::runtime_error& error) {
    return {name, Severity::error, "can't become what " + file + " says: " + error.what(), ""};
  }
}

}  // namespace tls_se
