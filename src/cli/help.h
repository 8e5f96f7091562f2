// What --help prints, in 80 columns: options by what they are for, in words of this program.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>

namespace tls_se {

inline constexpr size_t kHelpWidth = 80;

/// Lines at the left margin, and those that begin with six spaces, are filled anew; what begins
/// with two is a command for a shell, and is broken as a shell has it.
[[nodiscard]] std::string filled(const std::string& text);

class HelpFormatter final : public CLI::FormatterBase {
 public:
  /// `about_profiles` stands in the help of each command that reads one.
  explicit HelpFormatter(std::string about_profiles) : about_profiles_(std::move(about_profiles)) {}

  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;

 private:
  std::string about_profiles_;
};

}  // namespace tls_se
