#include "cli/help.h"

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>
#include <string_view>

namespace tls_se {
namespace {

constexpr size_t kColumn = 27;  // where the words begin
constexpr std::string_view kOptionIndent = "  ";
constexpr std::string_view kCommandIndent = "  ";
constexpr std::string_view kRemarkIndent = "      ";
constexpr std::string_view kShellLineEnd = " \\";

// In the order of the help. What is not named here comes last.
constexpr std::pair<std::string_view, std::string_view> kGroups[] = {
    {"Network",
     "--listen --connect --target --echo --queue --queue-timeout --connections --handshake-timeout "
     "--idle-timeout --vpcd"},
    {"Card",
     "--card --profile --platform --dry-run --force --administrator --keep --key --subject --dns "
     "--ip "
     "--pin-file "
     "--pin-fd --new-pin-file --new-pin-fd --cards --channels --card-timeout --protocol "
     "--client --server --server-name "
     "--alpn --psk-identity --fragment --max-content"},
    {"What is shown", "--trace --trace-bytes --bytes --json --quiet --verbose --help --version"},
};
constexpr std::string_view kOtherGroup = "Other options";

std::string_view group_of(const CLI::Option& option) {
  for (const auto& [group, names] : kGroups) {
    std::istringstream words{std::string(names)};
    for (std::string word; words >> word;) {
      if (option.check_name(word)) return group;
    }
  }
  return kOtherGroup;
}

/// Lines of these words, none of them longer than it can be.
class Filler {
 public:
  Filler(std::string_view indent, std::string_view line_end)
      : indent_(indent), line_end_(line_end) {}

  /// The first line goes on from here.
  void go_on_at(size_t column) { at_ = column; }
  void add(const std::string& text) {
    std::istringstream words(text);
    for (std::string word; words >> word;) add_whole(word);
  }
  void add_whole(const std::string& word);
  [[nodiscard]] std::string take() { return std::move(text_) + '\n'; }

 private:
  std::string indent_;
  std::string line_end_;
  std::string text_;
  size_t at_ = 0;
};

void Filler::add_whole(const std::string& word) {
  const bool is_first = text_.empty();
  if (!is_first && at_ + 1 + word.size() + line_end_.size() > kHelpWidth) {
    text_ += line_end_;
    text_ += '\n';
    at_ = 0;
  } else if (!is_first) {
    text_ += ' ';
    ++at_;
  }
  if (at_ == 0) {
    text_ += indent_;
    at_ = indent_.size();
  }
  text_ += word;
  at_ += word.size();
  if (is_first && line_end_ == kShellLineEnd) indent_ += "    ";
}

enum class Form { paragraph, command, remark };

Form form_of(std::string_view line) {
  if (line.starts_with(kRemarkIndent)) return Form::remark;
  return line.starts_with(kCommandIndent) ? Form::command : Form::paragraph;
}

/// A sentence or a heading ends a paragraph where it ends a line.
bool ends_paragraph(std::string_view line) { return line.ends_with('.') || line.ends_with(':'); }

/// The words of a command: an option, and a redirection, with what belongs to it.
std::vector<std::string> arguments_of(const std::string& command) {
  std::vector<std::string> arguments;
  bool wants_more = false;
  std::istringstream words(command);
  for (std::string word; words >> word;) {
    const bool is_option = word.starts_with('-');
    if (wants_more && !is_option) {
      arguments.back() += ' ' + word;
    } else {
      arguments.push_back(word);
    }
    wants_more = is_option || word == ">" || word == "<";
  }
  return arguments;
}

/// What stands in one paragraph, or in one command.
std::string filled_part(Form form, const std::string& part) {
  const std::string_view indent = form == Form::command  ? kCommandIndent
                                  : form == Form::remark ? kRemarkIndent
                                                         : "";
  if (form == Form::command && part.size() <= kHelpWidth) return part + '\n';
  Filler filler(indent, form == Form::command ? kShellLineEnd : "");
  if (form == Form::command) {
    for (const std::string& words : arguments_of(part)) filler.add_whole(words);
  } else {
    filler.add(part);
  }
  return filler.take();
}

/// CLI11's own words for a type, and for what its Range takes.
struct Type {
  explicit Type(const CLI::Option& option) {
    static const std::regex kForm(R"(^(.*?)(?::\w+ in \[(\d+) - (\d+)\])?$)");
    std::smatch match;
    const std::string text = option.get_type_name();
    if (!std::regex_match(text, match, kForm)) return;
    name = match[1];
    if (name == "UINT" || name == "INT") name = "N";
    if (match[2].matched) range = match[2].str() + " to " + match[3].str();
  }
  std::string name;
  std::string range;
};

std::string head_of(const CLI::Option& option) {
  if (option.nonpositional()) {
    std::string names;
    for (const auto& name : option.get_snames()) names += "-" + name + ", ";
    for (const auto& name : option.get_lnames()) names += "--" + name;
    const bool takes_value = option.get_items_expected_max() > 0;
    return takes_value ? names + " " + Type(option).name : names;
  }
  return option.get_name();
}

std::string names_of(const std::set<CLI::Option*>& options) {
  std::string names;
  for (const CLI::Option* option : options) {
    names += (names.empty() ? "" : ", ") + option->get_name();
  }
  return names;
}

/// What an option does, and what of it a person could not guess.
std::string words_of(const CLI::Option& option) {
  std::vector<std::string> remarks;
  if (option.get_required()) remarks.emplace_back("needed");
  if (const Type type(option); !type.range.empty()) remarks.push_back(type.range);
  if (!option.get_default_str().empty()) {
    remarks.push_back("default " + option.get_default_str());
  }
  if (!option.get_needs().empty()) remarks.push_back("with " + names_of(option.get_needs()));
  if (!option.get_excludes().empty()) {
    remarks.push_back("not with " + names_of(option.get_excludes()));
  }
  std::string words = option.get_description();
  for (size_t i = 0; i < remarks.size(); ++i) {
    words += (i == 0 ? " (" : ", ") + remarks[i];
  }
  return remarks.empty() ? words : words + ")";
}

std::string row(const std::string& head, const std::string& words) {
  std::string text = std::string(kOptionIndent) + head;
  if (words.empty()) return text + '\n';
  text += text.size() + 2 > kColumn ? "\n" + std::string(kColumn, ' ')
                                    : std::string(kColumn - text.size(), ' ');
  Filler filler(std::string(kColumn, ' '), "");
  filler.go_on_at(kColumn);
  filler.add(words);
  return text + filler.take();
}

std::string usage(const CLI::App& app, const std::string& name) {
  std::string text = "Usage: " + name;
  const auto options = app.get_options();
  for (const CLI::Option* option : options) {
    if (option->nonpositional() && option->get_required()) text += " " + head_of(*option);
  }
  text += " [OPTIONS]";
  for (const CLI::Option* option : options) {
    if (option->nonpositional()) continue;
    text += option->get_required() ? " " + option->get_name() : " [" + option->get_name() + "]";
  }
  if (!app.get_subcommands({}).empty()) text += " COMMAND";
  return text + "\n";
}

std::string option_rows(const CLI::App& app) {
  std::map<std::string_view, std::string> groups;
  std::string positionals;
  for (const CLI::Option* option : app.get_options()) {
    const std::string text = row(head_of(*option), words_of(*option));
    (option->nonpositional() ? groups[group_of(*option)] : positionals) += text;
  }
  std::string text = positionals.empty() ? "" : "\n" + positionals;
  const auto add = [&](std::string_view group) {
    if (groups.contains(group)) text += "\n" + std::string(group) + ":\n" + groups[group];
  };
  for (const auto& [group, names] : kGroups) add(group);
  add(kOtherGroup);
  return text;
}

std::string command_rows(const CLI::App& app) {
  std::string text;
  for (const CLI::App* command : app.get_subcommands({})) {
    text += row(command->get_name(), command->get_description());
  }
  return text.empty() ? "" : "\nCommands:\n" + text;
}

bool reads_profile(const CLI::App& app) {
  return app.get_option_no_throw("--profile") != nullptr ||
         app.get_option_no_throw("--client") != nullptr;
}

}  // namespace

std::string filled(const std::string& text) {
  std::string out;
  std::string part;
  Form form = Form::paragraph;
  const auto flush = [&] {
    if (!part.empty()) out += filled_part(form, part);
    part.clear();
  };
  std::istringstream lines(text);
  bool goes_on = false;  // behind a backslash
  for (std::string line; std::getline(lines, line);) {
    const bool is_new = form_of(line) != form || form == Form::command || line.empty();
    if (!goes_on && (is_new || ends_paragraph(part))) {
      flush();
      form = form_of(line);
      if (line.empty()) out += '\n';
    }
    if (!part.empty()) line = ' ' + line.substr(std::min(line.find_first_not_of(' '), line.size()));
    goes_on = line.ends_with(kShellLineEnd);
    if (goes_on) line.resize(line.size() - kShellLineEnd.size());
    part += line;
  }
  flush();
  return out;
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name,
                                     CLI::AppFormatMode) const {
  std::string text = filled(app->get_description()) + "\n" + usage(*app, name) + option_rows(*app) +
                     command_rows(*app);
  if (reads_profile(*app)) text += "\n" + filled(about_profiles_);
  if (!app->get_footer().empty()) text += "\n" + filled(app->get_footer());
  return text;
}

}  // namespace tls_se
