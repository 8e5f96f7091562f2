// How a profile is read, key by key (docs/profile.md).
#pragma once

#include "profile/card_profile.h"
#include "profile/profile_sources.h"
#include "profile/toml_source.h"

namespace tls_se {

struct LoadedProfile {
  CardProfile card;
  ProfileSources sources;
};

/// One profile being read.
class ProfileReader {
 public:
  explicit ProfileReader(const std::filesystem::path& file)
      : source_(file), sources_{.profile = source_file(file)} {}

  /// Throws std::runtime_error: file, line, what is wrong and what would be right.
  [[nodiscard]] LoadedProfile read();

  /// Those that stand at the top, for a person.
  [[nodiscard]] static std::vector<std::string_view> key_names();

 private:
  /// A word that a key may have as its value, and what it stands for.
  template <typename Value>
  struct Word {
    std::string_view word;
    Value value;
  };
  using Handler = void (ProfileReader::*)(toml::node& value);
  struct Key {
    std::string_view name;
    Handler handler;
  };

  // One entry for each key that a table may hold. A new key is a new line here and a function.
  static const std::vector<Key> kTopKeys;
  static const std::vector<Key> kPskKeys;

  void read_table(toml::table& table, const std::vector<Key>& keys, std::string_view where);
  [[noreturn]] void refuse_key(const toml::node& value, std::string_view name,
                               const std::vector<Key>& keys, std::string_view where) const;
  void keep_rules(const toml::table& table) const;

  template <typename Value, size_t count>
  [[nodiscard]] Value word(toml::node& value, const Word<Value> (&words)[count],
                           std::string_view right) const;
  /// Words that stand in it once each.
  template <typename Value, size_t count>
  [[nodiscard]] std::vector<Value> word_list(toml::node& value, const Word<Value> (&words)[count],
                                             std::string_view right) const;
  [[nodiscard]] std::filesystem::path pem_file(toml::node& value, std::string_view right) const;
  [[nodiscard]] std::vector<std::vector<uint8_t>> certificates(
      toml::node& value, const std::filesystem::path& file) const;

  void role(toml::node& value);
  void modes(toml::node& value);
  void psk_list(toml::node& value);
  void psk_identity(toml::node& value);
  void psk_identity_hex(toml::node& value);
  void psk_key(toml::node& value);
  void psk_short_key(toml::node& value);
  void certificate_chain(toml::node& value);
  void private_key(toml::node& value);
  void trust_anchors(toml::node& value);
  void server_name(toml::node& value);
  void alpn(toml::node& value);
  void cipher_suites(toml::node& value);
  void groups(toml::node& value);
  void record_size_limit(toml::node& value);
  void key_share(toml::node& value);
  void sw_more(toml::node& value);
  void alerts(toml::node& value);
  void user_pin(toml::node& value);
  void historical_bytes(toml::node& value);
  void allow(toml::node& value);

  void read_psk(toml::table& table);
  void set_identity(toml::node& value, std::vector<uint8_t> identity);
  void check_size(const toml::table& psk) const;

  TomlSource source_;
  CardProfile profile_;
  ProfileSources sources_;
  bool short_key_ = false;  // of the [[psk]] being read: it may be one
};

/// The card of a profile alone. Throws std::runtime_error as ProfileReader does.
[[nodiscard]] CardProfile load_card_profile(const std::filesystem::path& file);

}  // namespace tls_se
