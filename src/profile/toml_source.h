// A TOML file that a person wrote and that may hold keys: read, and refused by name and line.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "profile/hidden_keys.h"

namespace tls_se {

/// Words that could be a piece of a key, in hexadecimal or base64, are left out.
[[nodiscard]] std::string without_keys(std::string_view text);

/// A value in quotes, so that a person sees which; "this value" if it could be a key, or is no line
/// of text.
[[nodiscard]] std::string in_quotes(std::string_view value);

/// Whether what was written for a file's name could be a key. One with an ending, key.pem, hardly
/// is.
[[nodiscard]] bool name_could_be_a_key(std::string_view name);

/// Every refusal is a std::runtime_error: file, line, and what is right; it repeats no value that
/// could be a key. `right` says what a key has to be.
class TomlSource {
 public:
  explicit TomlSource(std::filesystem::path file) : file_(std::move(file)) {}

  /// The keys in it are hidden from the parser, until bytes() wants them.
  [[nodiscard]] toml::table parse();
  /// Where relative paths of the file begin.
  [[nodiscard]] std::filesystem::path folder() const { return file_.parent_path(); }

  [[noreturn]] void refuse(const toml::source_position& where, const std::string& why) const;
  [[noreturn]] void refuse(const toml::node& where, const std::string& why) const {
    refuse(where.source().begin, why);
  }

  [[nodiscard]] std::string& text(toml::node& value, std::string_view right) const;
  /// Hexadecimal digits; they are wiped from `value`.
  [[nodiscard]] std::vector<uint8_t> bytes(toml::node& value, std::string_view right) const;
  /// Not empty.
  [[nodiscard]] toml::array& list(toml::node& value, std::string_view right) const;

 private:
  [[noreturn]] void refuse_syntax(const toml::parse_error& error, std::string_view text) const;

  std::filesystem::path file_;
  HiddenKeys keys_;
};

}  // namespace tls_se
