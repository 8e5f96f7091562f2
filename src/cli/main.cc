// The program `tls-se`: its options, and which card is behind each command.

#include <fcntl.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "cli/apdu_command.h"
#include "cli/duet_command.h"
#include "cli/exit_codes.h"
#include "cli/node_command.h"
#include "cli/replay_command.h"
#include "node/endpoint.h"
#include "reader/in_process_card.h"
#include "reader/recorded_card.h"

namespace tls_se {
namespace {

constexpr size_t kMaxCards = 256;

constexpr char kAbout[] =
    "TLS 1.3 inside a secure element (draft-urien-tls-se-00).\n"
    "The element holds the keys and does all of TLS; this program brings it records from the\n"
    "network and carries its records back, with the ISO 7816 requests RECV and SEND.";

constexpr char kFooter[] =
    "Exit codes: 0 all went well, 1 it did not work out, 2 wrong options or an unusable file.\n"
    "`tls-se COMMAND --help` explains a command, with examples.";

constexpr char kServerFooter[] =
    "Examples:\n"
    "  tls-se server --listen 127.0.0.1:8443\n"
    "      echoes what a client sends; then, in another terminal:\n"
    "  openssl s_client -connect 127.0.0.1:8443 -tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256 \\\n"
    "      -psk_identity Client_identity \\\n"
    "      -psk 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\n"
    "  tls-se server --listen [::]:8883 --target 127.0.0.1:1883 --profile broker.toml --cards 4\n"
    "      puts TLS in front of a plain TCP service, four connections at a time\n"
    "Standard output has the line `listening on ADDR:PORT` once it is ready, and the trace;\n"
    "the log goes to standard error. SIGINT and SIGTERM end it in order: exit code 0.";

constexpr char kClientFooter[] =
    "Examples:\n"
    "  tls-se client --connect server.example:8443 --profile sensor.toml\n"
    "      what you type goes to the server, and what it sends to standard output, byte for byte\n"
    "  tls-se client --connect server.example:8443 --profile sensor.toml < question > answer\n"
    "      the end of the question closes its own direction; the server ends the answer\n"
    "  tls-se client --connect broker.example:8883 --profile sensor.toml \\\n"
    "      --listen 127.0.0.1:1883 --cards 4\n"
    "      programs without TLS connect to port 1883, four at a time\n"
    "With --listen, standard output has the line `listening on ADDR:PORT` once it is ready, and "
    "the\n"
    "trace. Without, it has what the server sends and nothing else; the exit code is 0 if the\n"
    "session ended in order, by close_notify or a signal, and 1 if anything may be missing.\n"
    "The log goes to standard error.";

constexpr char kApduFooter[] =
    "Input: hexadecimal, spaces between bytes allowed, # begins a comment, blank lines are "
    "skipped.\n"
    "Output: one line for each command: data and status word, upper case, without spaces.\n"
    "A line that is no hexadecimal ends it with exit code 2; nothing is sent for that line.\n"
    "Example: reset, then ask what comes next\n"
    "  printf '00 D8 00 01 00   # RESET\\n00 CA 01 02 00\\n' | tls-se apdu";

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

constexpr char kDemoWarning[] =
    "**************************************************************************\n"
    "* No --profile: this card has the DEMO PSK of the draft, which is PUBLIC. *\n"
    "* Anybody can connect, listen and pretend to be it. Never use it in        *\n"
    "* earnest: write a profile with a key of your own.                         *\n"
    "**************************************************************************\n";

class Program {
 public:
  Program() : app_(kAbout, "tls-se") {
    app_.footer(kFooter);
    app_.set_version_flag("--version", "tls-se " TLS_SE_VERSION);
    app_.require_subcommand(1);
    add_server();
    add_client();
    add_apdu();
    add_replay();
    add_duet();
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
      return exit_code_;
    } catch (const CLI::ParseError& error) {
      return app_.exit(error) == 0 ? kExitOk : kExitUsage;  // --help and --version come so too
    } catch (const UsageError& error) {
      std::cerr << "tls-se: " << error.what() << '\n';
      return kExitUsage;
    } catch (const std::exception& error) {
      std::cerr << "tls-se: " << error.what() << '\n';
      return kExitFailed;
    }
  }

 private:
  void add_server();
  void add_client();
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

  void add_listener(CLI::App& command, CLI::Option* listen);
  void add_connection(CLI::App& command);

  void server();
  void client();
  void prepare(ListenerOptions& options);
  void apdu();
  void replay();
  void duet();
  [[nodiscard]] CardProfile profile_for(CardProfile::Role role, const std::string& file) const;

  CLI::App app_;
  int exit_code_ = kExitOk;
  std::string profile_file_;
  std::string client_file_;
  std::string server_file_;
  std::string file_;
  std::string listen_;
  std::string target_;
  std::string connect_;
  std::string server_name_;
  std::vector<std::string> alpn_;
  size_t fragment_ = 0;
  unsigned handshake_timeout_ = 10;
  unsigned idle_timeout_ = 300;
  bool echo_ = false;
  bool verbose_ = false;
  NodeCommand node_;
};

void Program::add_server() {
  CLI::App& command = *app_.add_subcommand("server", "be a TLS server, with the keys in a card");
  command.footer(kServerFooter);
  auto* listen =
      command.add_option("--listen", listen_, "where to accept connections; port 0: any free one")
          ->type_name("ADDR:PORT")
          ->required();
  auto* echo = command.add_flag("--echo", echo_, "send back what is received (the default)");
  command.add_option("--target", target_, "relay to this plain TCP service, both ways")
      ->type_name("ADDR:PORT")
      ->excludes(echo);
  add_profile(command);
  add_listener(command, listen);
  add_connection(command);
  command.callback([this] { server(); });
}

void Program::add_client() {
  CLI::App& command = *app_.add_subcommand("client", "be a TLS client, with the keys in a card");
  command.footer(kClientFooter);
  command
      .add_option("--connect", connect_, "the server; its name is looked up for each connection")
      ->type_name("HOST:PORT")
      ->required();
  auto* listen = command
                     .add_option("--listen", listen_,
                                 "accept plain connections here and relay each to the server; "
                                 "without it, standard input and output")
                     ->type_name("ADDR:PORT");
  command
      .add_option("--server-name", server_name_,
                  "what the server has to be: a DNS name or an IP address; without it HOST, unless "
                  "the profile has a name")
      ->type_name("NAME");
  command.add_option("--alpn", alpn_, "a protocol to offer; again for another, by preference")
      ->type_name("NAME")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_profile(command);
  add_listener(command, listen);
  add_connection(command);
  command.callback([this] { client(); });
}

/// What a port of its own needs, for one role or the other.
void Program::add_listener(CLI::App& command, CLI::Option* listen) {
  command.add_option("--cards", node_.cards, "cards in this process: connections at a time")
      ->check(CLI::Range(size_t{1}, kMaxCards))
      ->needs(listen)
      ->capture_default_str();
  command
      .add_option("--queue", node_.listener.queue_size,
                  "connections that may wait for a card; one more is turned away")
      ->check(CLI::Range(0, 65535))
      ->needs(listen)
      ->capture_default_str();
  command
      .add_option("--connections", node_.listener.connection_limit,
                  "serve so many connections, then end; 0: no limit")
      ->type_name("N")
      ->needs(listen)
      ->capture_default_str();
}

void Program::add_connection(CLI::App& command) {
  command
      .add_option("--handshake-timeout", handshake_timeout_,
                  "for connecting and the handshake, 0: none")
      ->type_name("SECONDS")
      ->check(CLI::Range(0, 86400))
      ->capture_default_str();
  command.add_option("--idle-timeout", idle_timeout_, "without any data, 0: none")
      ->type_name("SECONDS")
      ->check(CLI::Range(0, 86400))
      ->capture_default_str();
  command
      .add_option("--fragment", node_.listener.connection.session.fragment_size,
                  "bytes in one RECV")
      ->check(CLI::Range(size_t{1}, kMaxShortData))
      ->capture_default_str();
  command
      .add_option("--max-content", node_.listener.connection.max_content,
                  "bytes for the card to encrypt at once, at most")
      ->check(CLI::Range(size_t{1}, kMaxContentSize))
      ->capture_default_str();
  command.add_flag("--trace", node_.trace.exchanges,
                   "show each exchange with the card: name, status, time");
  command.add_flag("--trace-bytes", node_.trace.bytes,
                   "the same with all bytes; they hold the DECRYPTED application data");
  command.add_flag("-v,--verbose", verbose_, "a more talkative log");
}

void Program::add_apdu() {
  CLI::App& command = *app_.add_subcommand("apdu", "send raw command APDUs to a card");
  command.footer(kApduFooter);
  command.add_option("FILE", file_, "the commands; standard input if there is none");
  add_profile(command);
  command.callback([this] { apdu(); });
}

void Program::add_replay() {
  CLI::App& command = *app_.add_subcommand("replay", "play a recorded trace to a test element");
  command.footer(kReplayFooter);
  command.add_option("FILE", file_, "the trace, as JSON")->required();
  command.add_option("--fragment", fragment_, "cut the inputs anew, this many bytes in one RECV")
      ->check(CLI::Range(size_t{1}, kMaxShortData));
  command.callback([this] { replay(); });
}

void Program::add_duet() {
  CLI::App& command =
      *app_.add_subcommand("duet", "let two cards, a client and a server, talk to each other");
  command.footer(kDuetFooter);
  command.add_option("--client", client_file_, "the client's profile")->type_name("FILE");
  command.add_option("--server", server_file_, "the server's profile")->type_name("FILE");
  command.add_option("--server-name", server_name_, "what the client is told of the server")
      ->type_name("NAME");
  command.add_flag("--bytes", node_.trace.bytes, "show all bytes too");
  command.callback([this] { duet(); });
}

CardProfile load_profile(const std::string& file) {
  if (file.empty()) return demo_card_profile();
  try {
    return load_card_profile(file);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

/// The demo card is of the role that is asked for.
CardProfile Program::profile_for(CardProfile::Role role, const std::string& file) const {
  CardProfile card = load_profile(file);
  if (file.empty()) {
    std::cerr << kDemoWarning << std::flush;
    card.role = role;
  }
  if (card.role == role) return card;
  throw UsageError(file +
                   (role == CardProfile::Role::server
                        ? ": this is a client's card (role = \"client\"): `tls-se client` uses it"
                        : ": this is a server's card (role = \"server\", the default): `tls-se "
                          "server` uses it"));
}

/// Options are read by functions that explain what is wrong with their texts.
template <class Parse>
auto parse_option(const std::string& option, Parse parse) {
  try {
    return parse();
  } catch (const std::runtime_error& error) {
    throw UsageError(option + ": " + error.what());
  }
}

void Program::prepare(ListenerOptions& options) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("tls-se"));
  spdlog::set_pattern("%H:%M:%S.%e %^%l%$ %v");
  spdlog::set_level(verbose_ ? spdlog::level::debug : spdlog::level::info);
  options.connection.handshake_timeout = std::chrono::seconds(handshake_timeout_);
  options.connection.idle_timeout = std::chrono::seconds(idle_timeout_);
  options.stop_on_signals = true;
  if (!listen_.empty()) {
    options.listen = parse_option("--listen", [&] { return parse_endpoint(listen_); });
  }
}

void Program::server() {
  ListenerOptions& options = node_.listener;
  prepare(options);
  if (!target_.empty()) {
    // Looked up for each connection, but a person is told at once that it can't be found.
    (void)parse_option("--target", [&] { return parse_endpoint(target_); });
    options.target = parse_host_port(target_);
  }
  const CardProfile card = profile_for(CardProfile::Role::server, profile_file_);
  run_listener(node_, [&] { return std::make_unique<InProcessCard>(card); });
}

void Program::client() {
  prepare(node_.listener);
  auto& server = node_.listener.connection.server.emplace();
  server.address = parse_option("--connect", [&] { return parse_host_port(connect_); });
  server.facts = {.name = server_name_.empty() ? server.address.host : server_name_,
                  .name_is_demanded = !server_name_.empty(),
                  .alpn = alpn_};
  parse_option("--server-name, --alpn", [&] { check_facts(server.facts); });

  const CardProfile card = profile_for(CardProfile::Role::client, profile_file_);
  // What a person asks for and the profile says alike is the profile's, and the card is not asked.
  if (card.server_name == server_name_) server.facts.name_is_demanded = false;
  if (card.alpn == alpn_) server.facts.alpn.clear();
  const auto make_card = [&] { return std::make_unique<InProcessCard>(card); };
  if (listen_.empty()) return run_client(node_, make_card);
  run_listener(node_, make_card);
}

void Program::apdu() {
  InProcessCard card(load_profile(profile_file_));
  if (file_.empty() || file_ == "-") return run_apdu(card, std::cin, "standard input", std::cout);
  std::ifstream in(file_);
  if (!in || std::filesystem::is_directory(file_)) throw UsageError(file_ + ": can't be read");
  run_apdu(card, in, file_, std::cout);
}

void Program::duet() {
  const auto card = [&](CardProfile::Role role, const std::string& file) {
    return std::make_unique<InProcessCard>(profile_for(role, file));
  };
  const bool colour = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  const bool good = run_duet({.client = card(CardProfile::Role::client, client_file_),
                              .server = card(CardProfile::Role::server, server_file_),
                              .server_name = server_name_,
                              .bytes = node_.trace.bytes,
                              .colour = colour},
                             std::cout);
  if (!good) exit_code_ = kExitFailed;
}

std::unique_ptr<CardReader> recorded_card(const Trace& trace) {
  try {
    return std::make_unique<RecordedCard>(
        profile_of(trace), RecordedValues{.server_random = trace.server_random,
                                          .server_key_share = trace.server_key_share,
                                          .ecdhe_shared_secret = trace.ecdhe_shared_secret});
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

void Program::replay() {
  Trace trace = load_trace(file_);
  if (fragment_ != 0) trace = refragmented(trace, fragment_);
  const auto card = recorded_card(trace);
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
  return tls_se::Program().run(argc, argv);
}
