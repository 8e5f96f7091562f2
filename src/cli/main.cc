// The program `tls-se`: its options, and which card is behind each command.

#include <fcntl.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "card/host_cards.h"
#include "cli/apdu_command.h"
#include "cli/apdu_talk.h"
#include "cli/card_option.h"
#include "cli/card_options.h"
#include "cli/check_command.h"
#include "cli/doctor_options.h"
#include "cli/duet_command.h"
#include "cli/exit_codes.h"
#include "cli/help.h"
#include "cli/input_file.h"
#include "cli/node_cards.h"
#include "cli/node_command.h"
#include "cli/node_options.h"
#include "cli/profiles.h"
#include "cli/replay_command.h"
#include "cli/standard_output.h"
#include "cli/vcard_options.h"
#include "cli/wrong_options.h"
#include "reader/channel_reader.h"
#include "reader/occupied_reader.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

constexpr char kAbout[] =
    "TLS 1.3 inside a secure element (draft-urien-tls-se-00).\n"
    "The element holds the keys and does all of TLS; this program brings it records from the\n"
    "network and carries its records back, with the ISO 7816 requests RECV and SEND.";

constexpr char kFooter[] =
    "Exit codes: 0 all went well, 1 it did not work out, 2 wrong options or an unusable file.\n"
    "`tls-se COMMAND --help` explains a command, with examples.";

constexpr char kApduFooter[] =
    "On a terminal it has a prompt, a history, and names beside the bytes: of each exchange, of "
    "its status word, and of what comes next (GET DATA 0102). The word `help` has the others: "
    "reset, cold, recv FILE, send, quit. A typo is told, and nothing is sent for it.\n"
    "From a file or a pipe:\n"
    "Input: hexadecimal, spaces between bytes allowed, # begins a comment, blank lines are "
    "skipped.\n"
    "Output: one line for each command: data and status word, upper case, without spaces.\n"
    "A line that is no hexadecimal ends it with exit code 2; nothing is sent for that line.\n"
    "Example: reset, then ask what comes next\n"
    "  printf '00 D8 00 01 00   # RESET\\n00 CA 01 02 00\\n' | tls-se apdu\n"
    "With --card pcsc:0 the card in the first reader gets them, and nothing is sent before.";

constexpr char kCheckFooter[] =
    "It does what a start does: reads the profile and its files, makes a card of them, and resets "
    "it. Nothing of a key is shown. Each warning has what mends it; docs/profile.md has them all.\n"
    "Exit codes: 0 all is well, 1 it works, but there are warnings, 2 no card can be made of it.\n"
    "Examples:\n"
    "  tls-se check --profile broker.toml\n"
    "  tls-se check --profile broker.toml --quiet || echo \"look at broker.toml\"";

constexpr char kReplayFooter[] =
    "The card is a test element whose platform returns the recorded random, key share and secret;\n"
    "every byte of every response is compared. Exit code 1 at the first difference.\n"
    "Examples:\n"
    "  tls-se replay tests/traces/draft-section-5.json\n"
    "  tls-se replay tests/traces/draft-section-5.json --fragment 1";

constexpr char kDuetFooter[] =
    "Both ladders are shown, the client's exchanges on the left, the server's on the right. Exit\n"
    "code 1 if the two can't agree; the alert says why.\n"
    "Examples:\n"
    "  tls-se duet\n"
    "      the draft's public demo PSK\n"
    "  tls-se duet --client device.toml --server broker.toml --server-name broker.example\n"
    "      two profiles, before there is a network or a card";

std::string about_profiles() {
  std::string keys;
  for (const std::string_view key : ProfileReader::key_names()) {
    keys += (keys.empty() ? "" : ", ") + std::string(key);
  }
  return "Keys of a profile: " + keys + ". docs/profile.md explains them, with examples.";
}

class CommandLine {
 public:
  CommandLine() : app_(kAbout, "tls-se") {
    app_.formatter(std::make_shared<HelpFormatter>(about_profiles()));
    app_.footer(kFooter);
    app_.set_help_flag("-h,--help", "this text");
    app_.set_version_flag("--version", "tls-se " TLS_SE_VERSION, "the program's version");
    app_.require_subcommand(1);
    add_node();
    card_.add_to(app_);
    vcard_.add_to(app_, [this] { open_log(); });
    add_check();
    doctor_.add_to(app_, [this](int exit_code) { exit_code_ = exit_code; });
    add_apdu();
    add_replay();
    add_duet();
  }

  int run(int argc, char** argv) {
    try {
      check_command_word(app_, {argv + 1, argv + argc});
      app_.parse(argc, argv);
      return exit_code_;
    } catch (const CLI::Success& request) {  // --help and --version
      app_.exit(request);
      return kExitOk;
    } catch (const CLI::ParseError& error) {
      std::cerr << "tls-se: " << wrong_options(app_, error) << '\n';
      return kExitUsage;
    } catch (const UsageError& error) {
      std::cerr << "tls-se: " << error.what() << '\n';
      return kExitUsage;
    } catch (const std::exception& error) {
      std::cerr << "tls-se: " << error.what() << '\n';
      return kExitFailed;
    }
  }

 private:
  void add_node();
  void add_check();
  void add_apdu();
  void add_replay();
  void add_duet();
  void add_profile(CLI::App& command) {
    command
        .add_option("--profile", profile_file_,
                    "what the card is personalised with, a TOML file; without it the draft's "
                    "public demo PSK")
        ->type_name("FILE");
  }

  [[nodiscard]] MadeCard make_card(const HostCards& cards) const;
  static void listen_with(NodeCards& cards, NodeCommand command);
  void server();
  void client();
  void client_with_cards();
  void open_log() const;
  void check();
  void apdu();
  void replay();
  void duet();

  CLI::App app_;
  int exit_code_ = kExitOk;
  std::string profile_file_;
  std::string apdu_card_;
  std::string client_file_;
  std::string server_file_;
  std::string file_;
  std::string server_name_;
  size_t fragment_ = 0;
  bool bytes_ = false;
  bool quiet_ = false;
  NodeOptions node_;
  CardOptions card_;
  DoctorOptions doctor_;
  VcardOptions vcard_;
};

void CommandLine::add_node() {
  CLI::App& server = *app_.add_subcommand("server", "be a TLS server, with the keys in a card");
  node_.add_to_server(server);
  server.callback([this] { this->server(); });
  CLI::App& client = *app_.add_subcommand("client", "be a TLS client, with the keys in a card");
  node_.add_to_client(client);
  client.callback([this] { this->client(); });
}

void CommandLine::add_check() {
  CLI::App& command = *app_.add_subcommand("check", "say what a profile would make of a card");
  command.footer(kCheckFooter);
  command.add_option("--profile", profile_file_, "the profile, a TOML file")
      ->type_name("FILE")
      ->required();
  command.add_flag("--quiet", quiet_, "the warnings alone");
  command.callback([this] { check(); });
}

void CommandLine::add_apdu() {
  CLI::App& command = *app_.add_subcommand("apdu", "send raw command APDUs to a card");
  command.footer(kApduFooter);
  command.add_option("FILE", file_, "the commands; standard input if there is none");
  add_profile(command);
  command
      .add_option("--card", apdu_card_,
                  std::string("a card of your own, as it is, of whatever kind: ") + kCardForms)
      ->type_name("CARD")
      ->excludes(command.get_option("--profile"));
  command.callback([this] { apdu(); });
}

void CommandLine::add_replay() {
  CLI::App& command = *app_.add_subcommand("replay", "play a recorded trace to a test element");
  command.footer(kReplayFooter);
  command.add_option("FILE", file_, "the trace, as JSON")->required();
  command.add_option("--fragment", fragment_, "cut the inputs anew, this many bytes in one RECV")
      ->check(CLI::Range(size_t{1}, kMaxShortData));
  command.callback([this] { replay(); });
}

void CommandLine::add_duet() {
  CLI::App& command =
      *app_.add_subcommand("duet", "let two cards, a client and a server, talk to each other");
  command.footer(kDuetFooter);
  command.add_option("--client", client_file_, "the client's profile")->type_name("FILE");
  command.add_option("--server", server_file_, "the server's profile")->type_name("FILE");
  command.add_option("--server-name", server_name_, "what the client is told of the server")
      ->type_name("NAME");
  command.add_flag("--bytes", bytes_, "show all bytes too");
  command.callback([this] { duet(); });
}

void CommandLine::open_log() const {
  spdlog::set_default_logger(spdlog::stderr_color_mt("tls-se"));
  spdlog::set_pattern("%H:%M:%S.%e %^%l%$ %v");
  spdlog::set_level(node_.verbose() ? spdlog::level::debug : spdlog::level::info);
}

/// What the options ask for, of cards that are made of a profile.
MadeCard CommandLine::make_card(const HostCards& cards) const {
  if (node_.channels() > 1)
    return {open_channels(cards.make(node_.channels()), node_.channels()), {}};
  MadeCard made;
  made.channels.push_back(cards.make());
  return made;
}

void CommandLine::listen_with(NodeCards& cards, NodeCommand command) {
  command.own_cards = cards.size();
  command.cards_come_back = cards.come_back();
  run_listener(command, [&](size_t number) { return cards.make(number); });
}

void CommandLine::server() {
  open_log();
  const NodeCommand command = node_.server_command();
  if (node_.has_cards()) {
    NodeCards cards(node_.cards(Role::server));
    return listen_with(cards, command);
  }
  const HostCards cards(load_profile_for(Role::server, node_.profile_file()), node_.platform());
  run_listener(command, [&](size_t) { return make_card(cards); });
}

/// No key of the profile stays in the process beside what the cards share.
void CommandLine::client() {
  open_log();
  if (node_.has_cards()) return client_with_cards();
  CardProfile profile = load_profile_for(Role::client, node_.profile_file());
  const NodeCommand command = node_.client_command(purpose_of(profile));
  const HostCards cards(std::move(profile), node_.platform());
  if (!node_.listens()) return run_client(command, make_card(cards));
  run_listener(command, [&](size_t) { return make_card(cards); });
}

void CommandLine::client_with_cards() {
  NodeCards cards(node_.cards(Role::client));
  const NodeCommand command = node_.client_command(cards.purpose());
  if (node_.listens()) return listen_with(cards, command);
  run_client(command, cards.make(1));
}

void CommandLine::check() {
  const auto make_card = [](const CardProfile& profile) { return in_process_card(profile); };
  const Check check = {.profile = profile_file_, .quiet = quiet_, .make_card = make_card};
  if (!run_check(check, std::cout)) exit_code_ = kExitFailed;
}

void CommandLine::apdu() {
  open_log();
  const auto card = apdu_card_.empty() ? in_process_card(load_profile(profile_file_))
                                       : occupied(card_of({.name = apdu_card_, .selects = false}));
  const bool is_terminal = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
  if (file_.empty() && is_terminal) return run_apdu_terminal(*card, std::cout);
  if (file_.empty() || file_ == "-") return run_apdu(*card, std::cin, "standard input", std::cout);
  std::ifstream in = open_input_file(file_);
  run_apdu(*card, in, file_, std::cout);
}

void CommandLine::duet() {
  open_log();
  if (!server_name_.empty() && !parse_server_name(server_name_)) {
    throw UsageError("--server-name is " + std::string(kServerNameForm));
  }
  const auto card = [&](Role role, const std::string& file) {
    return in_process_card(load_profile_for(role, file));
  };
  const bool colour = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  const bool good = run_duet({.client = card(Role::client, client_file_),
                              .server = card(Role::server, server_file_),
                              .server_name = server_name_,
                              .width = line_width(STDOUT_FILENO),
                              .bytes = bytes_,
                              .colour = colour},
                             std::cout);
  if (!good) exit_code_ = kExitFailed;
}

std::unique_ptr<CardReader> card_of(const Trace& trace) {
  try {
    return recorded_card(profile_of(trace),
                         RecordedValues{.server_random = trace.server_random,
                                        .server_key_share = trace.server_key_share,
                                        .ecdhe_shared_secret = trace.ecdhe_shared_secret});
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

void CommandLine::replay() {
  Trace trace = load_trace(file_);
  if (fragment_ != 0) trace = refragmented(trace, fragment_);
  const auto card = card_of(trace);
  if (!run_replay(*card, trace, std::cout)) exit_code_ = kExitFailed;
}

/// One that is closed would soon be the number of some socket.
void open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) < 0) (void)open("/dev/null", O_RDWR);  // the lowest free number
  }
}

}  // namespace
}  // namespace tls_se

int main(int argc, char** argv) {
  tls_se::open_standard_streams();
  return tls_se::exit_code_with_output(tls_se::CommandLine().run(argc, argv));
}
