#include "cli/card_info.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <ostream>

#include "cli/profile_summary.h"
#include "personalisation/card_contents.h"
#include "personalisation/pin_words.h"
#include "profile/pem_text.h"
#include "reader/names.h"
#include "reader/reason_words.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr size_t kMostListed = 8;

const char* life_cycle_words(LifeCycle life_cycle) {
  switch (life_cycle) {
    case LifeCycle::initial:
      return "initial, not activated yet";
    case LifeCycle::operational:
      return "operational";
    default:
      return "terminated, of no use any more";
  }
}

std::string pin_state_words(StatusWord status) {
  if (status == sw::kDataObjectNotFound) return "not set";
  if (status == sw::kBlocked) return "set, and blocked";
  if (sw::sw1(status) != sw::kTriesLeft) return "set";
  const int left = status & 0x0f;
  return fmt::format("set, {} {} left", left, left == 1 ? "try" : "tries");
}

/// As `openssl pkey -pubin -outform DER | sha256sum` shows it.
std::string fingerprint_of(const std::vector<uint8_t>& point) {
  const std::vector<uint8_t> key = p256_public_key_info(point);
  std::vector<uint8_t> hash(SHA256_DIGEST_LENGTH);
  SHA256(key.data(), key.size(), hash.data());
  return "public key sha256:" + to_hex(hash);
}

std::string end_words(const CardEndReason& end) {
  if (end.origin == CardEndReason::Origin::none) return "none since power came";
  const std::string whose = end.origin == CardEndReason::Origin::card ? "the card's" : "the peer's";
  std::string words = alert_name(end.alert) + ", " + whose;
  if (end.reason != Reason::none) words += ": " + reason_words(end.reason);
  return words;
}

std::string check_values_of(const CardContents& contents) {
  std::string words;
  for (size_t i = 0; i < contents.check_values.size() && i < kMostListed; ++i) {
    const auto& value = contents.check_values[i];
    const bool is_told = value != std::array<uint8_t, 3>{};
    words += (i == 0 ? "" : ", ") +
             (is_told ? to_hex({value.begin(), value.end()}) : std::string("none of a short key"));
  }
  const size_t more =
      contents.check_values.size() - std::min(contents.check_values.size(), kMostListed);
  return more == 0 ? words : words + fmt::format(" and {} more", more);
}

}  // namespace

void print_card_info(CardReader& card, const std::string& name,
                     std::chrono::system_clock::time_point now, std::ostream& out) {
  const CardContents contents = read_contents(card);
  const auto line = [&](std::string_view what, const std::string& words) {
    out << fmt::format("{:<15}{}\n", what, words);
  };
  line("card", name + ", " + contents.version);
  line("life cycle", life_cycle_words(contents.life_cycle));
  if (contents.profile) {
    for (const auto& [what, words] : summary(*contents.profile, now)) line(what, words);
    if (!contents.check_values.empty()) line("check values", check_values_of(contents));
  } else if (contents.life_cycle != LifeCycle::terminated) {
    line("role", "none: `tls-se card personalise` makes it what a profile says");
  }
  for (size_t i = 0; i < contents.public_keys.size(); ++i) {
    if (contents.public_keys[i].empty()) continue;
    line("private key " + std::to_string(i + 1), fingerprint_of(contents.public_keys[i]));
  }
  if (contents.life_cycle != LifeCycle::terminated) {
    line("user PIN", pin_state_words(contents.pins[kUserPin]));
    line("administrator", "PIN " + pin_state_words(contents.pins[kAdministratorPin]));
  }
  line("memory", fmt::format("{} of {} bytes free, each page erased {} times at most",
                             contents.memory.free, contents.memory.capacity, contents.memory.wear));
  if (contents.last_end) line("last TLS end", end_words(*contents.last_end));
}

}  // namespace tls_se
