#include "profile/card_profile.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "profile/hex.h"
#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr size_t kMaxIdentitySize = 65535;  // opaque identity<1..2^16-1>, RFC 8446 section 4.2.11

void wipe_text(std::string& text) { wipe({reinterpret_cast<uint8_t*>(text.data()), text.size()}); }

/// A run of digits that could be a piece of a key never reaches a message.
std::string without_digits(std::string_view text) {
  constexpr size_t kTooLong = 8;
  std::string out;
  std::string run;
  const auto flush = [&] {
    out += run.size() < kTooLong ? run : "(digits)";
    run.clear();
  };
  for (const char c : text) {
    if (std::isxdigit(static_cast<unsigned char>(c)) || c == '_') {
      run += c;
      continue;
    }
    flush();
    out += c;
  }
  flush();
  return out;
}

/// One file being read: it knows its name, for the messages.
class ProfileReader {
 public:
  explicit ProfileReader(const std::filesystem::path& file) : file_(file.string()) {}

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

  [[noreturn]] void refuse(const toml::source_position& where, const std::string& why) const;
  [[noreturn]] void refuse(const toml::node& where, const std::string& why) const {
    refuse(where.source().begin, why);
  }

  std::string read_text();
  toml::table parse(std::string_view text);
  [[noreturn]] void refuse_syntax(const toml::parse_error& error, std::string_view text) const;
  void read_table(toml::table& table, const std::vector<Key>& keys, std::string_view where);
  std::string& text_of(toml::node& value, std::string_view right);
  std::vector<uint8_t> bytes_of(toml::node& value, std::string_view right);

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

  std::string file_;
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
  std::string text = read_text();
  toml::table table;
  try {
    table = parse(text);
  } catch (...) {
    wipe_text(text);
    throw;
  }
  wipe_text(text);
  read_table(table, kTopKeys, "a profile");
  if (profile_.psks.empty()) {
    refuse(table, "the psk mode needs a [[psk]] table with identity = \"...\" and key = \"hex\"");
  }
  return std::move(profile_);
}

void ProfileReader::refuse(const toml::source_position& where, const std::string& why) const {
  throw std::runtime_error(file_ + ":" + std::to_string(std::max(where.line, 1u)) + ": " + why);
}

std::string ProfileReader::read_text() {
  std::ifstream in(file_, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad() || !in.is_open() || std::filesystem::is_directory(file_)) {
    throw std::runtime_error(file_ + ": can't be read");
  }
  return text;
}

toml::table ProfileReader::parse(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    refuse_syntax(error, text);
  }
}

/// The parser's message may repeat the text, and the text on this line may be a key.
void ProfileReader::refuse_syntax(const toml::parse_error& error, std::string_view text) const {
  const auto where = error.source().begin;
  for (size_t line = 1; line < where.line && !text.empty(); ++line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  const std::string_view line = text.substr(0, text.find('\n'));
  if (line.find("key") != line.npos && error.description().find("redefine") == line.npos) {
    refuse(where, "this is not TOML; a PSK is written key = \"hexadecimal digits in quotes\"");
  }
  refuse(where, "this is not TOML: " + without_digits(error.description()));
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
      refuse(value, "unknown key '" + without_digits(name.str()) + "'; " + std::string(where) +
                        " has " + known);
    }
    (this->*key->handler)(value);
  }
}

std::string& ProfileReader::text_of(toml::node& value, std::string_view right) {
  if (!value.is_string()) refuse(value, std::string(right));
  return value.as_string()->get();
}

std::vector<uint8_t> ProfileReader::bytes_of(toml::node& value, std::string_view right) {
  std::string& text = text_of(value, right);
  auto bytes = parse_hex(text);
  wipe_text(text);
  if (!bytes) refuse(value, std::string(right) + ": " + bytes.error());
  return std::move(*bytes);
}

void ProfileReader::role(toml::node& value) {
  constexpr std::string_view kRight = "role is \"server\" (\"client\" comes with a later version)";
  const std::string& text = text_of(value, kRight);
  if (text == "client") {
    refuse(value, "this version has no client role yet: write role = \"server\"");
  }
  if (text != "server") refuse(value, std::string(kRight));
  profile_.role = CardProfile::Role::server;
}

void ProfileReader::modes(toml::node& value) {
  constexpr std::string_view kRight = "modes is a list: modes = [\"psk\"]";
  if (!value.is_array() || value.as_array()->empty()) refuse(value, std::string(kRight));
  profile_.modes.clear();
  for (toml::node& item : *value.as_array()) {
    const std::string& text = text_of(item, kRight);
    if (text == "certificate" || text == "mutual") {
      refuse(item, "this version has no certificate modes yet: write modes = [\"psk\"]");
    }
    if (text != "psk") refuse(item, std::string(kRight));
    if (!profile_.modes.empty()) refuse(item, "this mode is in the list already");
    profile_.modes.push_back(CardProfile::Mode::psk);
  }
}

void ProfileReader::sw_more(toml::node& value) {
  constexpr std::string_view kRight =
      "sw_more is \"9f\", \"61\" or \"mixed\" (61 after RECV, 9F during SEND)";
  std::string text = text_of(value, kRight);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (text == "9f") {
    profile_.sw_more = CardProfile::SwMore::always_9f;
  } else if (text == "61") {
    profile_.sw_more = CardProfile::SwMore::always_61;
  } else if (text == "mixed") {
    profile_.sw_more = CardProfile::SwMore::mixed;
  } else {
    refuse(value, std::string(kRight));
  }
}

void ProfileReader::alerts(toml::node& value) {
  constexpr std::string_view kRight = "alerts is \"record\" or \"silent\" (status word 6Dnn alone)";
  const std::string& text = text_of(value, kRight);
  if (text != "record" && text != "silent") refuse(value, std::string(kRight));
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
  if (!value.is_array() || value.as_array()->empty()) refuse(value, std::string(kRight));
  std::vector<Suite>& suites = profile_.cipher_suites;
  suites.clear();
  for (toml::node& item : *value.as_array()) {
    const std::string& text = text_of(item, kRight);
    const auto known = std::ranges::find(kSuites, text, [](const auto& one) { return one.first; });
    if (known == std::end(kSuites)) refuse(item, std::string(kRight));
    if (std::ranges::find(suites, known->second) != suites.end()) {
      refuse(item, "this cipher suite is in the list already");
    }
    suites.push_back(known->second);
  }
}

void ProfileReader::psk_list(toml::node& value) {
  if (!value.is_array_of_tables()) refuse(value, "a PSK is a table that begins with [[psk]]");
  for (toml::node& item : *value.as_array()) read_psk(*item.as_table());
}

void ProfileReader::read_psk(toml::table& table) {
  profile_.psks.emplace_back();
  read_table(table, kPskKeys, "a [[psk]]");
  const CardProfile::Psk& psk = profile_.psks.back();
  if (psk.identity.empty()) {
    refuse(table, "this [[psk]] has no identity = \"text\" (or identity_hex = \"hex\")");
  }
  if (psk.key.empty()) refuse(table, "this [[psk]] has no key = \"hex\"");
}

void ProfileReader::psk_identity(toml::node& value) {
  const std::string& text = text_of(value, "identity is a text in quotes");
  set_identity(value, {text.begin(), text.end()});
}

void ProfileReader::psk_identity_hex(toml::node& value) {
  set_identity(value, bytes_of(value, "identity_hex is hexadecimal digits in quotes"));
}

void ProfileReader::set_identity(toml::node& value, std::vector<uint8_t> identity) {
  auto& psks = profile_.psks;
  if (!psks.back().identity.empty()) refuse(value, "identity or identity_hex, one of the two");
  if (identity.empty() || identity.size() > kMaxIdentitySize) {
    refuse(value,
           "an identity has 1 to 65535 bytes, this one has " + std::to_string(identity.size()));
  }
  const auto same = [&](const CardProfile::Psk& psk) { return psk.identity == identity; };
  if (std::any_of(psks.begin(), psks.end(), same)) {
    refuse(value, "another [[psk]] has this identity already");
  }
  psks.back().identity = std::move(identity);
}

void ProfileReader::psk_key(toml::node& value) {
  profile_.psks.back().key = bytes_of(value, "key is hexadecimal digits in quotes");
  if (profile_.psks.back().key.empty()) refuse(value, "an empty key protects nothing");
}

void ProfileReader::certificate_key(toml::node& value) {
  refuse(value,
         "this version does the server role with PSKs: no certificates, names or limits yet");
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
