// What is wrong with a command line, in words that name what is right.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>
#include <vector>

namespace tls_se {

/// Throws UsageError if the first word names no command, or there is none; an option may stand
/// there.
void check_command_word(const CLI::App& app, const std::vector<std::string>& words);

/// One line: what is wrong, which option is meant perhaps, and whose --help to read.
[[nodiscard]] std::string wrong_options(const CLI::App& app, const CLI::ParseError& error);

}  // namespace tls_se
