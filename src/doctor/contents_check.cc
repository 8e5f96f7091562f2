#include "doctor/contents_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "doctor/card_to_check.h"
#include "doctor/memory_check.h"
#include "doctor/pin_check.h"
#include "profile/profile_rules.h"
#include "profile/profile_warnings.h"
#include "profile/shell_word.h"
#include "reader/names.h"
#include "reader/recv_command.h"

namespace tls_se {
namespace {

constexpr std::string_view kAnyCard = "sim:FILE";  // of warnings, which know no card

/// One card of TLS-SE's being looked through.
class ContentsCheck {
 public:
  ContentsCheck(const std::string& name, const CardContents& contents, CardReader& reader)
      : name_(name), contents_(contents), reader_(reader) {}

  Findings take(std::chrono::system_clock::time_point now) {
    if (contents_.life_cycle == LifeCycle::terminated) {
      add(Severity::error, "is terminated, and of no use any more", "take another card");
      return std::move(findings_);
    }
    life_cycle();
    if (contents_.profile) {
      const CardProfile profile = as_profile(*contents_.profile);
      session(profile);
      certificates(profile, now);
    }
    append(check_pins(name_, contents_));
    append(check_memory(name_, contents_.memory));
    return std::move(findings_);
  }

 private:
  void add(Severity severity, const std::string& words, const std::string& next_step) {
    findings_.push_back({name_, severity, words, next_step});
  }
  void append(const Findings& findings) {
    findings_.insert(findings_.end(), findings.begin(), findings.end());
  }

  void life_cycle();
  [[nodiscard]] CardProfile as_profile(CardProfile profile) const;
  void session(const CardProfile& profile);
  void certificates(CardProfile profile, std::chrono::system_clock::time_point now);

  const std::string& name_;
  const CardContents& contents_;
  CardReader& reader_;
  Findings findings_;
};

void ContentsCheck::life_cycle() {
  if (!contents_.profile) {
    return add(
        Severity::error,
        "is not personalised: it has no role, and nobody can use it (" + contents_.version + ")",
        card_command("personalise", name_) + " with --profile FILE makes it what a profile says");
  }
  const std::string who =
      std::string(contents_.profile->role == Role::server ? "a server's" : "a client's") +
      " card (" + contents_.version + ")";
  if (contents_.life_cycle == LifeCycle::initial) {
    return add(
        Severity::note, "is " + who + ", and not activated: whoever has it may change it",
        card_command("activate", name_) + " ends that, once there is an administrator's PIN");
  }
  add(Severity::ok, "is " + who + ", operational", "");
}

/// What the rules want to know. A card tells the public half of a key; one that waits for its
/// certificate is no harm.
CardProfile ContentsCheck::as_profile(CardProfile profile) const {
  profile.private_key_on_card =
      !profile.certificate_chain.empty() &&
      std::ranges::any_of(contents_.public_keys, [](const auto& key) { return !key.empty(); });
  return profile;
}

/// A session that can't begin serves nobody. One that wants a PIN first is not tried.
void ContentsCheck::session(const CardProfile& profile) {
  const auto rule = broken_rule(profile);
  StatusWord status = sw::kOk;
  if (!profile.user_pin_for_tls) {
    status = reader_.transmit(recv_command(p1::kHandshake, p2::kFirst, {})).status;
  }
  const bool begins = status == sw::kOk || sw::is_more(status);
  if (begins && !rule) return;
  std::string words = begins
                          ? "has something wrong in it"
                          : fmt::format("can't begin a session: it answers RESET with {:04X}, {}",
                                        status, status_word_name(status));
  if (rule) words += "; " + rule->why;
  add(begins ? Severity::warning : Severity::error, words,
      "mend the profile, and put it there again with " + card_command("personalise", name_));
}

void ContentsCheck::certificates(CardProfile profile, std::chrono::system_clock::time_point now) {
  profile.psks.clear();  // whose keys nobody sees
  const ProfileSources sources{.profile = {name_}, .certificate_chain = {name_}, .private_key = {}};
  profile.private_key_on_card = true;  // the card itself asks for its next certificate
  for (const ProfileWarning& warning : find_warnings(profile, sources, now)) {
    std::string words = warning.words;
    if (const size_t at = words.find(kAnyCard); at != std::string::npos) {
      words.replace(at, kAnyCard.size(), shell_word(name_));
    }
    const size_t colon = words.find(": ");
    add(warning.peers_refuse_it ? Severity::error : Severity::warning, words.substr(0, colon),
        colon == std::string::npos ? "" : words.substr(colon + 2));
  }
}

}  // namespace

Findings check_contents(const std::string& name, const CardContents& contents, CardReader& reader,
                        std::chrono::system_clock::time_point now) {
  return ContentsCheck(name, contents, reader).take(now);
}

}  // namespace tls_se
