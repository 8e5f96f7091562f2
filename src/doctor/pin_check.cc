#include "doctor/pin_check.h"

#include "doctor/card_to_check.h"
#include "personalisation/pin_words.h"

namespace tls_se {
namespace {

constexpr int kFewTries = 2;

int tries_left(StatusWord status) {
  return sw::sw1(status) == sw::kTriesLeft ? status & 0x0f : kFewTries + 1;
}

bool is_blocked(StatusWord status) { return status == sw::kBlocked || tries_left(status) == 0; }

std::string few_tries(const std::string& pin, int left) {
  return "of " + pin + ", " + std::to_string(left) + (left == 1 ? " try is" : " tries are") +
         " left";
}

/// That of the user may be wanted before a session.
void check_user(const std::string& name, const CardContents& contents, Findings& findings) {
  const StatusWord status = contents.pins[kUserPin];
  const std::string pin = pin_words(kUserPin);
  const bool is_needed = contents.profile && contents.profile->user_pin_for_tls;
  if (is_blocked(status)) {
    findings.push_back(
        {name, is_needed ? Severity::error : Severity::warning,
         pin + " is blocked" + (is_needed ? ", and no session begins without it" : ""),
         card_command("pin unblock", name) + " lets the administrator put a new one"});
  } else if (is_needed && status == sw::kDataObjectNotFound) {
    findings.push_back({name, Severity::error,
                        "no session begins without " + pin + ", and there is none",
                        card_command("pin set", name) + " puts one"});
  } else if (is_needed) {
    findings.push_back({name, Severity::note, "a session begins with " + pin,
                        "`tls-se server` and `tls-se client` ask for it, or read it from "
                        "--pin-file FILE"});
  }
  if (const int left = tries_left(status); left > 0 && left <= kFewTries) {
    findings.push_back({name, Severity::warning, few_tries(pin, left),
                        "the right one gives it all of them again; " +
                            card_command("pin unblock", name) + " helps who has forgotten it"});
  }
}

void check_administrator(const std::string& name, const CardContents& contents,
                         Findings& findings) {
  const StatusWord status = contents.pins[kAdministratorPin];
  const std::string pin = pin_words(kAdministratorPin);
  if (status == sw::kDataObjectNotFound && contents.life_cycle == LifeCycle::initial) {
    findings.push_back({name, Severity::note, pin + " is not set",
                        card_command("pin set --administrator", name) +
                            " puts one, before the card is activated"});
  }
  if (is_blocked(status)) {
    findings.push_back({name, Severity::warning,
                        pin + " is blocked, and nothing ends that: the card stays as it is",
                        "have another card ready for the day when something on this one has to "
                        "change"});
  }
  if (const int left = tries_left(status); left > 0 && left <= kFewTries) {
    findings.push_back({name, Severity::warning, few_tries(pin, left),
                        "look for the right one before anybody tries again: once it is blocked, "
                        "nothing ends that"});
  }
}

}  // namespace

Findings check_pins(const std::string& name, const CardContents& contents) {
  Findings findings;
  check_user(name, contents, findings);
  check_administrator(name, contents, findings);
  return findings;
}

}  // namespace tls_se
