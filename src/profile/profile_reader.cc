#include "profile/profile_reader.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "profile/allowed_peer.h"
#include "profile/p256_key.h"
#include "profile/pem.h"
#include "profile/profile_rules.h"
#include "se/data_exchange/object_tags.h"
#include "text/nearest_word.h"
#include "text/protocol_name_list.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

constexpr size_t kMaxIdentitySize = 65535;  // opaque identity<1..2^16-1>, RFC 8446 section 4.2.11
constexpr size_t kMaxChain = 4;
constexpr size_t kMaxProtocolNameList = 65535;  // ProtocolName protocol_name_list<2..2^16-1>
// RFC 8449 section 4: "Endpoints MUST NOT send a "record_size_limit" extension with a value smaller
// than 64". In TLS 1.3 the largest record has 2^14+1 bytes, since the limit counts the content
// type.
constexpr int64_t kMaxRecordSizeLimit = (1 << 14) + 1;

}  // namespace

const std::vector<ProfileReader::Key> ProfileReader::kTopKeys = {
    {"role", &ProfileReader::role},
    {"modes", &ProfileReader::modes},
    {"psk", &ProfileReader::psk_list},
    {"certificate_chain", &ProfileReader::certificate_chain},
    {"private_key", &ProfileReader::private_key},
    {"trust_anchors", &ProfileReader::trust_anchors},
    {"allow", &ProfileReader::allow},
    {"server_name", &ProfileReader::server_name},
    {"alpn", &ProfileReader::alpn},
    {"cipher_suites", &ProfileReader::cipher_suites},
    {"groups", &ProfileReader::groups},
    {"record_size_limit", &ProfileReader::record_size_limit},
    {"key_share", &ProfileReader::key_share},
    {"sw_more", &ProfileReader::sw_more},
    {"alerts", &ProfileReader::alerts},
    {"user_pin", &ProfileReader::user_pin},
    {"historical_bytes", &ProfileReader::historical_bytes},
};

const std::vector<ProfileReader::Key> ProfileReader::kPskKeys = {
    {"identity", &ProfileReader::psk_identity},
    {"identity_hex", &ProfileReader::psk_identity_hex},
    {"key", &ProfileReader::psk_key},
    {"short_key", &ProfileReader::psk_short_key},
};

LoadedProfile ProfileReader::read() {
  toml::table table = source_.parse();
  read_table(table, kTopKeys, "a profile");
  keep_rules(table);
  return {std::move(profile_), std::move(sources_)};
}

std::vector<std::string_view> ProfileReader::key_names() {
  std::vector<std::string_view> names;
  for (const Key& key : kTopKeys) names.push_back(key.name);
  return names;
}

void ProfileReader::read_table(toml::table& table, const std::vector<Key>& keys,
                               std::string_view where) {
  for (auto&& [name, value] : table) {
    const auto key =
        std::ranges::find_if(keys, [&](const Key& known) { return name == known.name; });
    if (key == keys.end()) {
      refuse_key(value, name.str(), keys, where);
    }
    (this->*key->handler)(value);
  }
}

void ProfileReader::refuse_key(const toml::node& value, std::string_view name,
                               const std::vector<Key>& keys, std::string_view where) const {
  std::vector<std::string> names;
  std::string known;
  for (const Key& key : keys) {
    names.emplace_back(key.name);
    known += (known.empty() ? "" : ", ") + names.back();
  }
  const std::string meant = nearest_word(name, names);
  source_.refuse(value, "unknown key '" + without_keys(name) + "'" +
                            (meant.empty() ? "" : " (is " + meant + " meant?)") + "; " +
                            std::string(where) + " has " + known);
}

void ProfileReader::keep_rules(const toml::table& table) const {
  const auto broken = broken_rule(profile_);
  if (!broken) return;
  const toml::node* const key = table.get(broken->key);
  source_.refuse(key != nullptr ? *key : table, broken->why);
}

template <typename Value, size_t count>
Value ProfileReader::word(toml::node& value, const Word<Value> (&words)[count],
                          std::string_view right) const {
  const std::string& text = source_.text(value, right);
  const auto known = std::ranges::find(words, text, &Word<Value>::word);
  if (known == std::end(words)) {
    source_.refuse(value, in_quotes(text) + " is not known: " + std::string(right));
  }
  return known->value;
}

template <typename Value, size_t count>
std::vector<Value> ProfileReader::word_list(toml::node& value, const Word<Value> (&words)[count],
                                            std::string_view right) const {
  std::vector<Value> values;
  for (toml::node& item : source_.list(value, right)) {
    const Value one = word(item, words, right);
    if (std::ranges::find(values, one) != values.end()) {
      source_.refuse(item, in_quotes(item.as_string()->get()) + " is in the list already");
    }
    values.push_back(one);
  }
  return values;
}

/// What is written here may be a key by mistake. Then it is not repeated until it has turned out to
/// be a file's name.
std::filesystem::path ProfileReader::pem_file(toml::node& value, std::string_view right) const {
  const std::string& text = source_.text(value, right);
  const std::filesystem::path file = source_.folder() / text;
  if (text.empty()) source_.refuse(value, std::string(right) + ", and this one is empty");
  std::error_code error;
  const bool is_name = text.find('\0') == text.npos;
  if (is_name && std::filesystem::exists(file, error)) return file;
  const std::string why = std::string(right) + "; there is no such file" +
                          (error ? " that can be looked for (" + error.message() + ")" : "");
  if (name_could_be_a_key(text)) {
    source_.refuse(value, why + ". Its name is not repeated, since it could be a key");
  }
  const bool is_relative = std::filesystem::path(text).is_relative();
  source_.refuse(value,
                 why + ": " + file.string() +
                     (is_relative ? " (a relative path begins in the profile's folder)" : ""));
}

std::vector<std::vector<uint8_t>> ProfileReader::certificates(
    toml::node& value, const std::filesystem::path& file) const {
  auto certificates = read_pem_certificates(file);
  if (!certificates) source_.refuse(value, certificates.error());
  return std::move(*certificates);
}

void ProfileReader::role(toml::node& value) {
  constexpr Word<Role> kRoles[] = {{"server", Role::server}, {"client", Role::client}};
  profile_.role = word(value, kRoles, "role is \"server\" or \"client\"");
}

void ProfileReader::modes(toml::node& value) {
  constexpr Word<Mode> kModes[] = {
      {"psk", Mode::psk}, {"certificate", Mode::certificate}, {"mutual", Mode::mutual}};
  constexpr std::string_view kRight =
      "modes is a list of one or more of \"psk\", \"certificate\" and \"mutual\": modes = "
      "[\"psk\"]";
  profile_.modes = {};
  for (const Mode mode : word_list(value, kModes, kRight)) profile_.modes.add(mode);
}

void ProfileReader::psk_list(toml::node& value) {
  if (!value.is_array_of_tables()) {
    source_.refuse(value, "a PSK is a table that begins with [[psk]]");
  }
  for (toml::node& item : *value.as_array()) read_psk(*item.as_table());
}

void ProfileReader::read_psk(toml::table& table) {
  profile_.psks.emplace_back();
  short_key_ = false;
  read_table(table, kPskKeys, "a [[psk]]");
  const CardProfile::Psk& psk = profile_.psks.back();
  if (psk.identity.empty()) {
    source_.refuse(table, "this [[psk]] has no identity = \"text\" (or identity_hex = \"hex\")");
  }
  if (psk.key.empty()) source_.refuse(table, "this [[psk]] has no key = \"hex\"");
  check_size(table);
}

void ProfileReader::check_size(const toml::table& psk) const {
  const size_t size = profile_.psks.back().key.size();
  if (size < kMinPskSize && !short_key_) {
    source_.refuse(*psk.get("key"),
                   "this key has " + std::to_string(size) +
                       " bytes, and one of less than 16 can be guessed (RFC 9257 section 6): "
                       "openssl rand -hex 32 makes a good one. If the peer can't have another, "
                       "short_key = true takes it");
  }
  if (size >= kMinPskSize && short_key_) {
    source_.refuse(*psk.get("short_key"),
                   "short_key is for a key of less than 16 bytes, and this one has " +
                       std::to_string(size) + ": leave it out");
  }
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
  if (!psks.back().identity.empty()) {
    source_.refuse(value, "identity or identity_hex, one of the two");
  }
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

void ProfileReader::psk_short_key(toml::node& value) {
  if (!value.is_boolean()) source_.refuse(value, "short_key is true or false, without quotes");
  short_key_ = value.as_boolean()->get();
}

void ProfileReader::certificate_chain(toml::node& value) {
  const auto file = pem_file(value, "certificate_chain is the path of a PEM file");
  auto chain = certificates(value, file);
  if (chain.size() > kMaxChain) {
    source_.refuse(value, file.string() + " holds " + std::to_string(chain.size()) +
                              " certificates, and a card sends 4 at most: its own, then those of "
                              "its issuers without the root");
  }
  if (!has_p256_key(chain.front())) {
    source_.refuse(value, file.string() +
                              " begins with a certificate that has no P-256 key: the first one is "
                              "the card's own");
  }
  profile_.certificate_chain = std::move(chain);
  sources_.certificate_chain = source_file(file);
}

/// A file of the name `card` can be written ./card.
void ProfileReader::private_key(toml::node& value) {
  constexpr std::string_view kRight =
      "private_key is the path of a PEM file, or \"card\" for a key that was made on the card";
  if (source_.text(value, kRight) == "card") {
    profile_.private_key_on_card = true;
    return;
  }
  const auto file = pem_file(value, kRight);
  auto key = read_pem_private_key(file);
  if (!key) source_.refuse(value, key.error());
  profile_.private_key = std::move(*key);
  sources_.private_key = source_file(file);
}

/// A file of many CAs is welcome, whatever their keys; one that is of no use is a mistake.
void ProfileReader::trust_anchors(toml::node& value) {
  constexpr std::string_view kRight =
      "trust_anchors is a list of paths of PEM files: trust_anchors = [\"ca.pem\"]";
  for (toml::node& item : source_.list(value, kRight)) {
    const auto file = pem_file(item, kRight);
    auto anchors = certificates(item, file);
    if (std::ranges::none_of(anchors, [](const auto& anchor) { return has_p256_key(anchor); })) {
      source_.refuse(item, file.string() +
                               " holds no certificate with a P-256 key: a card checks signatures "
                               "of no other");
    }
    std::ranges::move(anchors, std::back_inserter(profile_.trust_anchors));
  }
}

void ProfileReader::allow(toml::node& value) {
  constexpr std::string_view kRight =
      "allow is a list of who is let in: allow = [\"psk:sensor-*\", \"DNS:*.fleet.example\"]";
  for (toml::node& item : source_.list(value, kRight)) {
    auto peer = parse_allowed_peer(source_.text(item, kRight));
    if (!peer) source_.refuse(item, peer.error());
    profile_.allowed_peers.push_back(std::move(*peer));
  }
}

void ProfileReader::server_name(toml::node& value) {
  const std::string right = "server_name is " + std::string(kServerNameForm);
  const std::string& text = source_.text(value, right);
  if (!parse_server_name(text)) source_.refuse(value, right);
  profile_.server_name = text;
}

void ProfileReader::alpn(toml::node& value) {
  constexpr std::string_view kRight =
      "alpn is a list of protocol names of 1 to 255 bytes, the one to be preferred first: alpn = "
      "[\"mqtt\"]";
  size_t size = 0;
  for (toml::node& item : source_.list(value, kRight)) {
    const std::string& name = source_.text(item, kRight);
    if (name.empty() || name.size() > kMaxProtocolNameSize) {
      source_.refuse(
          item, "this name has " + std::to_string(name.size()) + " bytes: " + std::string(kRight));
    }
    if (std::ranges::find(profile_.alpn, name) != profile_.alpn.end()) {
      source_.refuse(item, in_quotes(name) + " is in the list already");
    }
    size += 1 + name.size();
    if (size > kMaxProtocolNameList) source_.refuse(item, "alpn has 65535 bytes at most");
    profile_.alpn.push_back(name);
  }
}

void ProfileReader::cipher_suites(toml::node& value) {
  constexpr Word<const CipherSuite*> kSuites[] = {{"TLS_AES_128_CCM_SHA256", &kAes128CcmSha256},
                                                  {"TLS_AES_128_GCM_SHA256", &kAes128GcmSha256},
                                                  {"TLS_AES_128_CCM_8_SHA256", &kAes128Ccm8Sha256}};
  constexpr std::string_view kRight =
      "cipher_suites is a list, the one to be preferred first, of \"TLS_AES_128_CCM_SHA256\", "
      "\"TLS_AES_128_GCM_SHA256\" and \"TLS_AES_128_CCM_8_SHA256\"";
  profile_.cipher_suites = word_list(value, kSuites, kRight);
}

void ProfileReader::groups(toml::node& value) {
  constexpr Word<const NamedGroup*> kGroups[] = {{"secp256r1", &kSecp256r1}, {"x25519", &kX25519}};
  constexpr std::string_view kRight =
      "groups is a list, the one to be preferred first, of \"secp256r1\" and \"x25519\"";
  profile_.groups = word_list(value, kGroups, kRight);
}

void ProfileReader::record_size_limit(toml::node& value) {
  const toml::value<int64_t>* const number = value.as_integer();
  if (number == nullptr || number->get() < kMinRecordSizeLimit ||
      number->get() > kMaxRecordSizeLimit) {
    source_.refuse(
        value, "record_size_limit is a number from 64 to 16385, the content type's byte included");
  }
  profile_.record_size_limit = static_cast<uint16_t>(number->get());
}

void ProfileReader::key_share(toml::node& value) {
  constexpr Word<bool> kOnRequest[] = {{"at_once", false}, {"on_request", true}};
  profile_.key_share_on_request =
      word(value, kOnRequest,
           "key_share is \"at_once\" or \"on_request\" (a client's first "
           "ClientHello has none, and HelloRetryRequest asks for it)");
}

void ProfileReader::sw_more(toml::node& value) {
  constexpr Word<SwMore> kEncodings[] = {
      {"9f", SwMore::always_9f}, {"61", SwMore::always_61}, {"mixed", SwMore::mixed}};
  constexpr std::string_view kRight =
      "sw_more is \"9f\", \"61\" or \"mixed\" (61 after RECV, 9F during SEND)";
  std::string& text = source_.text(value, kRight);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  profile_.sw_more = word(value, kEncodings, kRight);
}

void ProfileReader::alerts(toml::node& value) {
  constexpr Word<bool> kSilent[] = {{"record", false}, {"silent", true}};
  profile_.silent_alerts =
      word(value, kSilent, "alerts is \"record\" or \"silent\" (status word 6Dnn alone)");
}

void ProfileReader::user_pin(toml::node& value) {
  constexpr Word<bool> kNeeded[] = {{"needed", true}, {"not_needed", false}};
  profile_.user_pin_for_tls =
      word(value, kNeeded,
           "user_pin is \"needed\" or \"not_needed\" (before a session the card wants to be shown "
           "its user's PIN)");
}

void ProfileReader::historical_bytes(toml::node& value) {
  constexpr std::string_view kRight =
      "historical_bytes is 1 to 15 bytes as hexadecimal digits in quotes: "
      "\"80 66 54 4C 53 2D 53 45\"";
  profile_.historical_bytes = source_.bytes(value, kRight);
  const size_t size = profile_.historical_bytes.size();
  if (size >= 1 && size <= kMaxHistoricalBytes) return;
  source_.refuse(value, std::string(kRight) + "; these are " + std::to_string(size));
}

CardProfile load_card_profile(const std::filesystem::path& file) {
  return std::move(ProfileReader(file).read().card);
}

}  // namespace tls_se
