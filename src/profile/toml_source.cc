#include "profile/toml_source.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "profile/secret_bytes.h"
#include "text/hex.h"

namespace tls_se {
namespace {

/// Of hexadecimal digits, or of letters as base64 mixes them and no English word does.
bool could_be_a_key(std::string_view word) {
  constexpr size_t kTooLong = 8;
  size_t digits = 0;
  for (const char c : word) {
    digits = std::isxdigit(static_cast<unsigned char>(c)) || c == '_' ? digits + 1 : 0;
    if (digits == kTooLong) return true;
  }
  return word.size() >= kTooLong && std::ranges::any_of(word.substr(1), [](unsigned char c) {
           return !std::islower(c) && c != '_' && c != '-';
         });
}

}  // namespace

std::string without_keys(std::string_view text) {
  std::string out;
  std::string word;
  const auto flush = [&] {
    out += could_be_a_key(word) ? "(not shown)" : word;
    word.clear();
  };
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) || std::string_view("+/=_-").contains(c)) {
      word += c;
      continue;
    }
    flush();
    out += c;
  }
  flush();
  return out;
}

toml::table TomlSource::parse() {
  auto secret = read_secret_file(file_);
  if (!secret) throw std::runtime_error(file_.string() + ": " + secret.error());
  keys_ = hide_keys(secret->bytes());
  try {
    return toml::parse(secret->text());
  } catch (const toml::parse_error& error) {
    refuse_syntax(error, secret->text());
  }
}

void TomlSource::refuse(const toml::source_position& where, const std::string& why) const {
  throw std::runtime_error(file_.string() + ":" + std::to_string(std::max(where.line, 1u)) + ": " +
                           why);
}

/// The parser's message may repeat the text, and the text on this line may be a key.
void TomlSource::refuse_syntax(const toml::parse_error& error, std::string_view text) const {
  const auto where = error.source().begin;
  for (size_t line = 1; line < where.line && !text.empty(); ++line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  const std::string_view line = text.substr(0, text.find('\n'));
  if (line.find("key") != line.npos && error.description().find("redefine") == line.npos) {
    refuse(where,
           "this is not TOML; texts are written in quotes: key = \"hexadecimal digits\", "
           "private_key = \"key.pem\"");
  }
  refuse(where, "this is not TOML: " + without_keys(error.description()));
}

std::string& TomlSource::text(toml::node& value, std::string_view right) const {
  if (!value.is_string()) refuse(value, std::string(right));
  return value.as_string()->get();
}

std::vector<uint8_t> TomlSource::bytes(toml::node& value, std::string_view right) const {
  std::string& digits = text(value, right);
  const auto [line, column] = value.source().begin;
  const auto key = keys_.find({line, column});
  auto bytes = parse_hex(key == keys_.end() ? digits : key->second.text());
  wipe(digits.data(), digits.size());
  if (!bytes) refuse(value, std::string(right) + ": " + bytes.error());
  return std::move(*bytes);
}

toml::array& TomlSource::list(toml::node& value, std::string_view right) const {
  if (!value.is_array() || value.as_array()->empty()) refuse(value, std::string(right));
  return *value.as_array();
}

}  // namespace tls_se
