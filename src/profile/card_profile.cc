#include "profile/card_profile.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>

#include "profile/toml_source.h"
#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr size_t kMaxIdentitySize = 65535;  // opaque identity<1..2^16-1>, RFC 8446 section 4.2.11

/// One profile being read.
class ProfileReader {
 public:
  explicit ProfileReader(const std::filesystem::path& file) : source_(file) {}

  CardProfile read();

 private:
  using Handler = void (ProfileReader::*)(toml::node& value);
  struct Key {
    std::string_view name;
    Handler handler;
  };

  // One entry for each key that a table may hold. A new key is a new line here and a function.
  static const std::vector<Key> kTopKeys;
  static const std::vector<Key> kPskKeys;

  void read_table(toml::table& table, const std::vector<Key>& keys, std::string_view where);

  void role(toml::node& value);
  void modes(toml::node& value);
  void sw_more(toml::node& value);
  void alerts(toml::node& value);
  void cipher_suites(toml::node& value);
  void psk_list(toml::node& value);
  void psk_identity(toml::node& value);
  void psk_identity_hex(toml::node& value);
  void psk_key(toml::node& value);
  void certificate_key(toml::node& value);

  void read_psk(toml::table& table);
  void set_identity(toml::node& value, std::vector<uint8_t> identity);

  TomlSource source_;
  CardProfile profile_;
};

const std::vector<ProfileReader::Key> ProfileReader::kTopKeys = {
    {"role", &ProfileReader::role},
    {"modes", &ProfileReader::modes},
    {"psk", &ProfileReader::psk_list},
    {"sw_more", &ProfileReader::sw_more},
    {"alerts", &ProfileReader::alerts},
    {"cipher_suites", &ProfileReader::cipher_suites},
    {"certificate_chain", &ProfileReader::certificate_key},
    {"private_key", &ProfileReader::certificate_key},
    {"trust_anchors", &ProfileReader::certificate_key},
    {"server_name", &ProfileReader::certificate_key},
    {"alpn", &ProfileReader::certificate_key},
    {"record_size_limit", &ProfileReader::certificate_key},
};

const std::vector<ProfileReader::Key> ProfileReader::kPskKeys = {
    {"identity", &ProfileReader::psk_identity},
    {"identity_hex", &ProfileReader::psk_identity_hex},
    {"key", &ProfileReader::psk_key},
};

CardProfile ProfileReader::read() {
  toml::table table = source_.parse();
  read_table(table, kTopKeys, "a profile");
  if (profile_.psks.empty()) {
    source_.refuse(table,
                   "the psk mode needs a [[psk]] table with identity = \"...\" and key = \"hex\"");
  }
  return std::move(profile_);
}

void ProfileReader::read_table(toml::table& table, const std::vector<Key>& keys,
                               std::string_view where) {
  for (auto&& [name, value] : table) {
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return name == k.name; });
    if (key == keys.end()) {
      std::string known;
      for (const Key& k : keys) {
        if (k.handler == &ProfileReader::certificate_key) continue;
        known += (known.empty() ? "" : ", ") + std::string(k.name);
      }
      source_.refuse(value, "unknown key '" + without_keys(name.str()) + "'; " +
                                std::string(where) + " has " + known);
    }
    (this->*key->handler)(value);
  }
}

void ProfileReader::role(toml::node& value) {
  constexpr std::string_view kRight = "role is \"server\" (\"client\" comes with a later version)";
  const std::string& text = source_.text(value, kRight);
  if (text == "client") {
    source_.refuse(value, "this version has no client role yet: write role = \"server\"");
  }
  if (text != "server") source_.refuse(value, std::string(kRight));
  profile_.role = CardProfile::Role::server;
}

void ProfileReader::modes(toml::node& value) {
  constexpr std::string_view kRight = "modes is a list: modes = [\"psk\"]";
  if (!value.is_array() || value.as_array()->empty()) source_.refuse(value, std::string(kRight));
  profile_.modes.clear();
  for (toml::node& item : *value.as_array()) {
    const std::string& text = source_.text(item, kRight);
    if (text == "certificate" || text == "mutual") {
      source_.refuse(item, "this version has no certificate modes yet: write modes = [\"psk\"]");
    }
    if (text != "psk") source_.refuse(item, std::string(kRight));
    if (!profile_.modes.empty()) source_.refuse(item, "this mode is in the list already");
    profile_.modes.push_back(CardProfile::Mode::psk);
  }
}

void ProfileReader::sw_more(toml::node& value) {
  constexpr std::string_view kRight =
      "sw_more is \"9f\", \"61\" or \"mixed\" (61 after RECV, 9F during SEND)";
  std::string text = source_.text(value, kRight);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (text == "9f") {
    profile_.sw_more = CardProfile::SwMore::always_9f;
  } else if (text == "61") {
    profile_.sw_more = CardProfile::SwMore::always_61;
  } else if (text == "mixed") {
    profile_.sw_more = CardProfile::SwMore::mixed;
  } else {
    source_.refuse(value, std::string(kRight));
  }
}

void ProfileReader::alerts(toml::node& value) {
  constexpr std::string_view kRight = "alerts is \"record\" or \"silent\" (status word 6Dnn alone)";
  const std::string& text = source_.text(value, kRight);
  if (text != "record" && text != "silent") source_.refuse(value, std::string(kRight));
  profile_.alerts = text == "record" ? CardProfile::Alerts::record : CardProfile::Alerts::silent;
}

void ProfileReader::cipher_suites(toml::node& value) {
  using Suite = CardProfile::CipherSuite;
  constexpr std::pair<std::string_view, Suite> kSuites[] = {
      {"TLS_AES_128_CCM_SHA256", Suite::aes_128_ccm_sha256},
      {"TLS_AES_128_GCM_SHA256", Suite::aes_128_gcm_sha256},
      {"TLS_AES_128_CCM_8_SHA256", Suite::aes_128_ccm_8_sha256}};
  constexpr std::string_view kRight =
      "cipher_suites is a list, the one to be preferred first, of \"TLS_AES_128_CCM_SHA256\", "
      "\"TLS_AES_128_GCM_SHA256\" and \"TLS_AES_128_CCM_8_SHA256\"";
  if (!value.is_array() || value.as_array()->empty()) source_.refuse(value, std::string(kRight));
  std::vector<Suite>& suites = profile_.cipher_suites;
  suites.clear();
  for (toml::node& item : *value.as_array()) {
    const std::string& text = source_.text(item, kRight);
    const auto known = std::ranges::find(kSuites, text, [](const auto& one) { return one.first; });
    if (known == std::end(kSuites)) source_.refuse(item, std::string(kRight));
    if (std::ranges::find(suites, known->second) != suites.end()) {
      source_.refuse(item, "this cipher suite is in the list already");
    }
    suites.push_back(known->second);
  }
}

void ProfileReader::psk_list(toml::node& value) {
  if (!value.is_array_of_tables())
    source_.refuse(value, "a PSK is a table that begins with [[psk]]");
  for (toml::node& item : *value.as_array()) read_psk(*item.as_table());
}

void ProfileReader::read_psk(toml::table& table) {
  profile_.psks.emplace_back();
  read_table(table, kPskKeys, "a [[psk]]");
  const CardProfile::Psk& psk = profile_.psks.back();
  if (psk.identity.empty()) {
    source_.refuse(table, "this [[psk]] has no identity = \"text\" (or identity_hex = \"hex\")");
  }
  if (psk.key.empty()) source_.refuse(table, "this [[psk]] has no key = \"hex\"");
}

void ProfileReader::psk_identity(toml::node& value) {
  const std::string& text = source_.text(value, "identity is a text in quotes");
  set_identity(value, {text.begin(), text.end()});
}

void ProfileReader::psk_identity_hex(toml::node& value) {
  set_identity(value, source_.bytes(value, "identity_hex is hexadecimal digits in quotes"));
}

void ProfileReader::set_identity(toml::node& value, std::vector<uint8_t> identity) {
  auto& psks = profile_.psks;
  if (!psks.back().identity.empty())
    source_.refuse(value, "identity or identity_hex, one of the two");
  if (identity.empty() || identity.size() > kMaxIdentitySize) {
    source_.refuse(
        value, "an identity has 1 to 65535 bytes, this one has " + std::to_string(identity.size()));
  }
  const auto same = [&](const CardProfile::Psk& psk) { return psk.identity == identity; };
  if (std::any_of(psks.begin(), psks.end(), same)) {
    source_.refuse(value, "another [[psk]] has this identity already");
  }
  psks.back().identity = std::move(identity);
}

void ProfileReader::psk_key(toml::node& value) {
  profile_.psks.back().key = source_.bytes(value, "key is hexadecimal digits in quotes");
  if (profile_.psks.back().key.empty()) source_.refuse(value, "an empty key protects nothing");
}

void ProfileReader::certificate_key(toml::node& value) {
  source_.refuse(
      value, "this version does the server role with PSKs: no certificates, names or limits yet");
}

}  // namespace

CardProfile::~CardProfile() {
  for (Psk& psk : psks) wipe(psk.key);
}

CardProfile load_card_profile(const std::filesystem::path& file) {
  return ProfileReader(file).read();
}

CardProfile demo_card_profile() {
  constexpr std::string_view kIdentity = "Client_identity";
  CardProfile::Psk psk;
  psk.identity.assign(kIdentity.begin(), kIdentity.end());
  for (uint8_t byte = 0x01; byte <= 0x20; ++byte) psk.key.push_back(byte);
  CardProfile profile;
  profile.psks.push_back(std::move(psk));
  return profile;
}

}  // namespace tls_se
