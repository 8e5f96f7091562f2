#include "profile/shell_word.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace tls_se {

std::string shell_word(const std::filesystem::path& path) {
  const auto is_plain = [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("/._-+:").contains(static_cast<char>(c));
  };
  const std::string text = path.string();
  if (std::ranges::all_of(text, is_plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace tls_se
