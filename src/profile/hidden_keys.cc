#include "profile/hidden_keys.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace tls_se {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string_view without_spaces_behind(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

bool is_bare_key_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
}

/// Up to a value, and the value's key is `key`.
bool leads_to_a_key(std::string_view before) {
  before = without_spaces_behind(before);
  if (!before.ends_with('=')) return false;
  before.remove_suffix(1);
  before = without_spaces_behind(before);
  if (before.ends_with("\"key\"") || before.ends_with("'key'")) return true;
  constexpr std::string_view kName = "key";
  if (!before.ends_with(kName)) return false;
  before.remove_suffix(kName.size());
  return before.empty() || !is_bare_key_character(before.back());
}

/// What TOML 1.0 calls a string, from its first quote on.
struct QuotedText {
  explicit QuotedText(std::string_view text);

  size_t quotes;        // 1, or 3 where it may have more than one line
  size_t content_size;  // what is between them
  size_t size;          // in all
};

QuotedText::QuotedText(std::string_view text) {
  const char quote = text.front();
  const std::string_view three = quote == '"' ? "\"\"\"" : "'''";
  quotes = text.starts_with(three) ? 3 : 1;
  const std::string_view end = three.substr(0, quotes);
  size_t at = quotes;
  while (at < text.size() && !text.substr(at).starts_with(end)) {
    if (quotes == 1 && text[at] == '\n') break;
    const bool escapes = quote == '"' && text[at] == '\\' && !text.substr(at + 1).starts_with('\n');
    at = std::min(at + (escapes ? 2 : 1), text.size());
  }
  content_size = at - quotes;
  size = std::min(at + (text.substr(at).starts_with(end) ? quotes : 0), text.size());
}

class Scanner {
 public:
  explicit Scanner(MutableBytes text) : text_(text) {
    if (rest().starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  }

  HiddenKeys hide_keys() {
    HiddenKeys keys;
    while (at_ < text_.size()) {
      const char c = rest().front();
      if (c == '#') {
        pass(std::min(rest().find('\n'), rest().size()));
        continue;
      }
      if (c != '"' && c != '\'') {
        pass(1);
        continue;
      }
      const QuotedText quoted(rest());
      if (leads_to_a_key(text_of(Bytes(text_).first(at_)))) {
        keys.emplace(position_, taken(text_.subspan(at_ + quoted.quotes, quoted.content_size)));
      }
      pass(quoted.size);
    }
    return keys;
  }

 private:
  [[nodiscard]] std::string_view rest() const { return text_of(Bytes(text_).subspan(at_)); }

  void pass(size_t size) {
    for (const uint8_t byte : text_.subspan(at_, size)) {
      constexpr uint8_t kContinuationMask = 0xc0, kContinuation = 0x80;  // UTF-8
      if ((byte & kContinuationMask) != kContinuation) ++position_.column;
      if (byte == '\n') position_ = {position_.line + 1, 1};
    }
    at_ += size;
  }

  static SecretBytes taken(MutableBytes content) {
    SecretBytes key(content.size());
    std::ranges::copy(content, key.bytes().begin());
    for (uint8_t& byte : content) {
      if (byte != '\r' && byte != '\n') byte = ' ';
    }
    return key;
  }

  MutableBytes text_;
  size_t at_ = 0;
  TextPosition position_;
};

}  // namespace

HiddenKeys hide_keys(MutableBytes text) { return Scanner(text).hide_keys(); }

}  // namespace tls_se
