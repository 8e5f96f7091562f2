#include "cli/wrong_options.h"

#include <algorithm>

#include "cli/exit_codes.h"
#include "profile/toml_source.h"
#include "text/nearest_word.h"

namespace tls_se {
namespace {

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string meant(const std::string& word, const std::vector<std::string>& words) {
  const std::string nearest = nearest_word(word, words);
  return nearest.empty() ? "" : " (is " + nearest + " meant?)";
}

/// The options that are not there: CLI11 tells of them last, after what they leave missing.
std::string unknown_option(const CLI::App& command) {
  for (const std::string& word : command.remaining()) {
    if (word.starts_with('-')) return word.substr(0, word.find('='));
  }
  return "";
}

std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

/// Of one that has commands of its own.
std::string wrong_command(const CLI::App& command, const std::string& name,
                          const std::vector<std::string>& commands) {
  const std::vector<std::string> left = command.remaining();
  const std::string there_are =
      "there are " + listed(commands) + "; `" + name + " --help` explains them";
  if (left.empty()) return "a command is wanted behind " + name + ": " + there_are;
  const bool is_option = left.front().starts_with('-');
  return is_option ? without_keys(left.front()) + " is no option of " + name + ": " + there_are
                   : "'" + without_keys(left.front()) + "' is no command of " + name +
                         meant(left.front(), commands) + "; " + there_are;
}

/// CLI11 counts where it could say what is wrong.
std::string in_words(const CLI::ParseError& error) {
  std::string what = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) == nullptr) return what;
  const std::string option = what.substr(0, what.find(':'));
  if (what.ends_with(" missing")) return option + " has no value behind it";
  if (what.starts_with(option + ": At Most 1 ")) return option + " is there twice";
  return what;
}

}  // namespace

void check_command_word(const CLI::App& app, const std::vector<std::string>& words) {
  const std::vector<std::string> commands = commands_of(app);
  const std::string all = listed(commands);
  if (words.empty()) {
    throw UsageError("a command is wanted: " + all + "; `tls-se --help` explains them");
  }
  const std::string& word = words.front();
  if (word.starts_with('-') || std::ranges::find(commands, word) != commands.end()) return;
  throw UsageError("'" + without_keys(word) + "' is no command" + meant(word, commands) +
                   "; there are " + all + "; `tls-se --help` explains them");
}

std::string wrong_options(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* chosen = &app;
  std::string name = "tls-se";
  while (!chosen->get_subcommands().empty()) {
    chosen = chosen->get_subcommands().front();
    name += ' ' + chosen->get_name();
  }
  const CLI::App& command = *chosen;
  if (const auto commands = commands_of(command); chosen != &app && !commands.empty()) {
    return wrong_command(command, name, commands);
  }
  const std::string unknown = unknown_option(command);
  const std::string what = unknown.empty() ? in_words(error)
                                           : without_keys(unknown) + " is no option of " + name +
                                                 meant(unknown, options_of(command));
  return what + "; `" + name + " --help` explains them";
}

}  // namespace tls_se
