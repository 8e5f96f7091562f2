#include "profile/toml_source.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "profile/secret_bytes.h"
#include "profile/wrong_file.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr size_t kTooLong = 8;

/// So many hexadecimal digits in a row, also if they are in groups.
bool has_hex(std::string_view word, size_t too_long) {
  size_t digits = 0;
  for (const char c : word) {
    if (std::string_view("_ :").contains(c)) continue;
    digits = std::isxdigit(static_cast<unsigned char>(c)) != 0 ? digits + 1 : 0;
    if (digits == too_long) return true;
  }
  return false;
}

/// A name as TLS_AES_128_CCM_SHA256 is one: short words of capitals and digits, or of small letters
/// and digits. Base64 mixes them.
bool is_constant(std::string_view word) {
  constexpr size_t kLongest = 40;
  constexpr size_t kLongestPart = 8;
  size_t part = 0;
  bool has_capitals = false;
  bool has_small = false;
  for (const unsigned char c : word) {
    const bool parts = c == '_' || c == '-';
    if (!parts && std::isalnum(c) == 0) return false;
    has_capitals |= std::isupper(c) != 0;
    has_small |= std::islower(c) != 0;
    part = parts ? 0 : part + 1;
    if (part > kLongestPart) return false;
  }
  return word.size() <= kLongest && has_capitals != has_small;
}

/// Of letters as base64 mixes them and no English word does.
bool could_be_base64(std::string_view word, size_t too_long) {
  return word.size() >= too_long && std::ranges::any_of(word.substr(1), [](unsigned char c) {
           return !std::islower(c) && c != '_' && c != '-';
         });
}

bool could_be_a_key(std::string_view word) {
  return has_hex(word, kTooLong) || could_be_base64(word, kTooLong);
}

bool is_a_line(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return std::iscntrl(c) != 0; });
}

}  // namespace

std::string in_quotes(std::string_view value) {
  // Names are shorter than keys, which have 16 bytes at least.
  constexpr size_t kLongestName = 15;
  const bool is_name = value.size() <= kLongestName || is_constant(value);
  const bool is_shown = is_name && !has_hex(value, kTooLong) && is_a_line(value);
  return is_shown ? '"' + std::string(value) + '"' : "this value";
}

bool name_could_be_a_key(std::string_view name) {
  constexpr size_t kLongestEnding = 4;
  constexpr size_t kTooLongWithEnding = 22;  // of base64: 16 bytes
  if (!is_a_line(name)) return true;
  const size_t dot = name.rfind('.');
  const bool has_ending = dot != name.npos && dot + 1 + kLongestEnding >= name.size() &&
                          !name.substr(dot).contains('/');
  const size_t too_long = has_ending ? kTooLongWithEnding : kTooLong;
  if (has_hex(name, too_long)) return true;
  while (!name.empty()) {
    const size_t size = std::min(name.find_first_of("/. "), name.size());
    if (could_be_base64(name.substr(0, size), too_long)) return true;
    name.remove_prefix(std::min(size + 1, name.size()));
  }
  return false;
}

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
  if (const auto utf16 = utf16_words(secret->bytes(), file_)) {
    throw std::runtime_error(file_.string() + ": " + *utf16);
  }
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
  const bool is_bare = error.description().find("could not determine value type") != line.npos;
  refuse(where, "this is not TOML: " + without_keys(error.description()) +
                    (is_bare ? "; texts are written in quotes: role = \"server\"" : ""));
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
