#include "cli/profile_summary.h"

#include <algorithm>
#include <string_view>

#include "profile/allowed_peer.h"
#include "profile/certificate_words.h"
#include "profile/p256_key.h"
#include "reader/names.h"
#include "text/hex.h"
#include "text/quoted.h"

namespace tls_se {
namespace {

constexpr size_t kMostListed = 8;
constexpr size_t kLongestIdentity = 64;

constexpr std::pair<Mode, std::string_view> kModes[] = {
    {Mode::psk, "psk"}, {Mode::certificate, "certificate"}, {Mode::mutual, "mutual"}};

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < std::min(words.size(), kMostListed); ++i) {
    text += (i == 0 ? "" : ", ") + words[i];
  }
  const size_t more = words.size() - std::min(words.size(), kMostListed);
  return more == 0 ? text : text + " and " + std::to_string(more) + " more";
}

std::string cipher_suites_of(const CardProfile& profile) {
  std::vector<std::string> words;
  for (const CipherSuite* suite : profile.cipher_suites)
    words.push_back(cipher_suite_name(suite->id));
  return listed(words);
}

std::string groups_of(const CardProfile& profile) {
  std::vector<std::string> words;
  for (const NamedGroup* group : profile.groups) words.push_back(named_group_name(group->id));
  return listed(words);
}

std::string modes_of(const CardProfile& profile) {
  std::vector<std::string> words;
  for (const auto& [mode, name] : kModes) {
    if (profile.modes.has(mode)) words.emplace_back(name);
  }
  return listed(words);
}

/// A long one's beginning.
std::string identity_words(const Bytes& identity) {
  if (identity.size() <= kLongestIdentity) return quoted(identity);
  return quoted(identity.first(kLongestIdentity)) + "..";
}

std::string psks_of(const CardProfile& profile) {
  std::vector<std::string> words;
  for (const auto& psk : profile.psks) words.push_back(identity_words(psk.identity));
  return std::to_string(words.size()) + ": " + listed(words);
}

std::string protocols_of(const CardProfile& profile) {
  std::vector<std::string> words;
  for (const std::string& name : profile.alpn) {
    words.push_back(identity_words({reinterpret_cast<const uint8_t*>(name.data()), name.size()}));
  }
  return listed(words);
}

std::string allowed_peers_of(const CardProfile& profile) {
  std::vector<std::string> words;
  for (const auto& peer : profile.allowed_peers) words.push_back(allowed_peer_words(peer));
  return words.empty() ? "everybody who authenticates" : listed(words);
}

/// Behind the hexadecimal, what is printable of them.
std::string historical_bytes_of(const CardProfile& profile) {
  std::string text;
  for (const uint8_t byte : profile.historical_bytes) {
    text += byte > ' ' && byte <= '~' ? static_cast<char>(byte) : '.';
  }
  return "bytes " + to_spaced_hex(profile.historical_bytes) + ", as text " + text;
}

class Summary {
 public:
  Summary(const CardProfile& profile, Moment now) : profile_(profile), now_(now) {}

  std::vector<SummaryLine> take() {
    const bool is_client = profile_.role == Role::client;
    add("role", is_client ? "client" : "server");
    add("modes", modes_of(profile_));
    if (!profile_.cipher_suites.empty()) add("cipher suites", cipher_suites_of(profile_));
    if (!profile_.groups.empty()) add("groups", groups_of(profile_));
    if (!profile_.psks.empty()) add("PSKs", psks_of(profile_));
    certificates();
    if (profile_.private_key_on_card) add("private key", "made on the card, and kept there");
    anchors();
    add("lets in", allowed_peers_of(profile_));
    if (is_client) {
      add("server name", profile_.server_name.empty() ? "the node's, --server-name or --connect"
                                                      : profile_.server_name);
    }
    if (!profile_.alpn.empty()) add("ALPN", protocols_of(profile_));
    if (profile_.user_pin_for_tls) add("user PIN", "needed before a session");
    if (!profile_.historical_bytes.empty()) add("historical", historical_bytes_of(profile_));
    return std::move(lines_);
  }

 private:
  void add(const char* what, const std::string& words) { lines_.push_back({what, words}); }
  [[nodiscard]] std::string validity_of(const X509* certificate) const;
  void certificates();
  void anchors();

  const CardProfile& profile_;
  const Moment now_;
  std::vector<SummaryLine> lines_;
};

std::string Summary::validity_of(const X509* certificate) const {
  const auto end = not_after(certificate);
  if (!end) return "valid until nobody knows when";
  const auto days = std::chrono::duration_cast<std::chrono::days>(*end - now_).count();
  if (*end < now_) return "expired at " + words_of(*end);
  return "valid until " + words_of(*end) + " (" + std::to_string(days) +
         (days == 1 ? " day left)" : " days left)");
}

void Summary::certificates() {
  for (size_t i = 0; i < profile_.certificate_chain.size(); ++i) {
    const auto certificate = read_x509(profile_.certificate_chain[i]);
    if (!certificate) continue;  // which no profile that was read has
    add(i == 0 ? "certificate" : "issuer sent", subject_of(certificate.get()));
    if (const std::string names = names_of(certificate.get()); !names.empty()) add("", names);
    add("", validity_of(certificate.get()));
  }
}

void Summary::anchors() {
  std::vector<std::string> subjects;
  for (const auto& der : profile_.trust_anchors) {
    const auto anchor = read_x509(der);
    if (anchor && has_p256_key(der)) subjects.push_back(subject_of(anchor.get()));
  }
  if (subjects.empty()) return;
  add("trust anchors", std::to_string(subjects.size()) + ": " + listed(subjects));
}

}  // namespace

std::vector<SummaryLine> summary(const CardProfile& profile,
                                 std::chrono::system_clock::time_point now) {
  return Summary(profile, std::chrono::floor<std::chrono::seconds>(now)).take();
}

}  // namespace tls_se
