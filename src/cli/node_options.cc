#include "cli/node_options.h"

#include "cli/card_option.h"
#include "cli/exit_codes.h"
#include "cli/platform_option.h"
#include "node/endpoint.h"
#include "se/data_exchange/apdu.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

constexpr char kServerFooter[] =
    "Examples:\n"
    "  tls-se server --listen 127.0.0.1:8443\n"
    "      echoes what a client sends; then, in another terminal:\n"
    "  openssl s_client -connect 127.0.0.1:8443 -tls1_3 -psk_identity Client_identity \\\n"
    "      -psk 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\n"
    "  tls-se server --listen [::]:8883 --target 127.0.0.1:1883 --profile broker.toml\n"
    "      puts TLS in front of a plain TCP service\n"
    "  tls-se server --listen [::]:8883 --target 127.0.0.1:1883 --card sim:broker.card\n"
    "      with a card that `tls-se card personalise` has made\n"
    "  tls-se server --listen [::]:8883 --target 127.0.0.1:1883 --card pcsc:*\n"
    "      with all cards that are in readers\n"
    "Standard output has the line `listening on ADDR:PORT` once it is ready, and the trace;\n"
    "the log goes to standard error. SIGINT and SIGTERM end it in order: exit code 0. It ends by\n"
    "itself, with exit code 1, when no card can be reached any more.";

constexpr char kClientFooter[] =
    "Examples:\n"
    "  tls-se client --connect server.example:8443 --profile sensor.toml\n"
    "      what you type goes to the server, and what it sends to standard output, byte for byte\n"
    "  tls-se client --connect server.example:8443 --profile sensor.toml < question > answer\n"
    "      the end of the question closes its own direction; the server ends the answer\n"
    "  tls-se client --connect broker.example:8883 --profile sensor.toml \\\n"
    "      --listen 127.0.0.1:1884\n"
    "      programs without TLS connect to port 1884\n"
    "With --listen, standard output has the line `listening on ADDR:PORT` once it is ready, and "
    "the\n"
    "trace. Without, it has what the server sends and nothing else; the exit code is 0 if the\n"
    "session ended in order, by close_notify or a signal, and 1 if anything may be missing.\n"
    "The log goes to standard error.";

/// Options are read by functions that explain what is wrong with their texts.
template <class Parse>
auto parse_option(const std::string& option, Parse parse) {
  try {
    return parse();
  } catch (const std::runtime_error& error) {
    throw UsageError(option + ": " + error.what());
  }
}

}  // namespace

void NodeOptions::add_to_server(CLI::App& command) {
  command.footer(kServerFooter);
  auto* listen =
      command.add_option("--listen", listen_, "where to accept connections; port 0: any free one")
          ->type_name("ADDR:PORT")
          ->required();
  auto* echo = command.add_flag("--echo", echo_, "send back what is received (the default)");
  command.add_option("--target", target_, "relay to this plain TCP service, both ways")
      ->type_name("ADDR:PORT")
      ->excludes(echo);
  add_cards(command, listen);
  add_listener(command, listen);
  add_connection(command);
}

void NodeOptions::add_to_client(CLI::App& command) {
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
  add_cards(command, listen);
  add_listener(command, listen);
  add_connection(command);
}

void NodeOptions::add_cards(CLI::App& command, CLI::Option* listen) {
  static_assert(kMaxCards == 256);  // as the text says
  auto* profile =
      command
          .add_option("--profile", profile_file_,
                      "what cards in this process are personalised with, a TOML file; without it "
                      "the draft's public demo PSK")
          ->type_name("FILE");
  auto* card =
      command
          .add_option("--card", cards_,
                      std::string("use this card, which says itself what it is; again for another, "
                                  "and connections get the one that is free: ") +
                          kCardForms + ", pcsc:* all that are in readers")
          ->type_name("CARD")
          ->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
          ->excludes(profile);
  add_platform(command, platform_)->excludes(card);
  auto* pin_file = command
                       .add_option("--pin-file", pin_.file,
                                   "the file with the user's PIN, if the card wants it; without it "
                                   "the program asks at the terminal")
                       ->type_name("FILE")
                       ->needs(card);
  command
      .add_option("--pin-fd", pin_.descriptor,
                  "the descriptor from which the PIN comes, up to a newline")
      ->type_name("N")
      ->check(CLI::Range(0, 65535))
      ->needs(card)
      ->excludes(pin_file);
  command
      .add_option("--card-timeout", card_timeout_,
                  "a card in a reader that takes longer for a command is given up")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 3600))
      ->needs(card)
      ->capture_default_str();
  command
      .add_option("--cards", node_.cards,
                  "exactly so many cards in this process; without it they come as connections do, "
                  "up to 256")
      ->type_name("N")
      ->check(CLI::Range(size_t{1}, kMaxCards))
      ->needs(listen)
      ->excludes(card);
  command
      .add_option("--channels", channels_,
                  "connections that a card serves at once, each on a logical channel; without it "
                  "1, and with --card as many as it has")
      ->type_name("N")
      ->check(CLI::Range(size_t{1}, kMaxChannels))
      ->needs(listen);
}

/// What a port of its own needs, for one role or the other.
void NodeOptions::add_listener(CLI::App& command, CLI::Option* listen) {
  command
      .add_option("--queue", node_.listener.queue_size,
                  "connections that may wait while all cards are in use; one more is turned away")
      ->type_name("N")
      ->check(CLI::Range(0, 65535))
      ->needs(listen)
      ->capture_default_str();
  command
      .add_option("--queue-timeout", queue_timeout_,
                  "who has waited so long for a card is turned away, 0: never")
      ->type_name("SECONDS")
      ->check(CLI::Range(0, 86400))
      ->needs(listen)
      ->capture_default_str();
  command
      .add_option("--connections", node_.listener.connection_limit,
                  "serve so many connections, then end; 0: no limit")
      ->type_name("N")
      ->needs(listen)
      ->capture_default_str();
}

void NodeOptions::add_connection(CLI::App& command) {
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
      .add_option("--fragment", node_.listener.connection.tls.session.fragment_size,
                  "bytes in one RECV; without it the card's own maximum, which is found out")
      ->check(CLI::Range(size_t{1}, kMaxShortData));
  command
      .add_option("--max-content", node_.listener.connection.tls.max_content,
                  "bytes for the card to encrypt at once, at most")
      ->check(CLI::Range(size_t{1}, kMaxPlaintext))
      ->capture_default_str();
  command.add_flag("--trace", node_.trace.exchanges,
                   "show each exchange with the card: name, status, time");
  command.add_flag("--trace-bytes", node_.trace.bytes,
                   "the same with all bytes; they hold the DECRYPTED application data");
  command.add_flag("-v,--verbose", verbose_, "a more talkative log");
}

NodeCardsWish NodeOptions::cards(Role role) const {
  if (!listens() && cards_.size() > 1) {
    throw UsageError("one connection has one card: several are for --listen");
  }
  return {
      .names = cards_,
      .role = role,
      .channels = listens() ? channels_ : std::optional<size_t>(1),
      .pin = pin_,
      .lasting_name = lasting_card_name,
      .find = [longest = std::chrono::seconds(card_timeout_)](
                  const std::string& name) { return card_of({.name = name, .longest = longest}); },
      .find_all = cards_in_all_readers};
}

NodeCommand NodeOptions::node_command() const {
  NodeCommand command = node_;
  ListenerOptions& options = command.listener;
  options.queue_timeout = std::chrono::seconds(queue_timeout_);
  options.connection.handshake_timeout = std::chrono::seconds(handshake_timeout_);
  options.connection.relay.idle_timeout = std::chrono::seconds(idle_timeout_);
  options.stop_on_signals = true;
  if (listens()) options.listen = parse_option("--listen", [&] { return parse_endpoint(listen_); });
  return command;
}

NodeCommand NodeOptions::server_command() const {
  NodeCommand command = node_command();
  if (target_.empty()) return command;
  // Looked up for each connection, but a person is told at once that it can't be found.
  (void)parse_option("--target", [&] { return parse_endpoint(target_); });
  command.listener.target = parse_host_port(target_);
  return command;
}

/// The one that a person asks for; or the card's own; or the host, without the zone of its address,
/// which has a meaning to this machine alone (RFC 4007 section 11.2) and is in no certificate.
std::string NodeOptions::server_name(const CardPurpose& card, const HostPort& server) const {
  if (!server_name_.empty()) return server_name_;
  if (!card.server_name.empty()) return card.server_name;
  return server.host.substr(0, server.host.find('%'));
}

NodeCommand NodeOptions::client_command(const CardPurpose& card) const {
  NodeCommand command = node_command();
  auto& server = command.listener.connection.server.emplace();
  server.address = parse_option("--connect", [&] { return parse_host_port(connect_); });
  // What a person asks for and the card says alike is the card's own, and it is not told.
  server.circumstances.name = server_name(card, server.address);
  server.circumstances.name_is_demanded =
      !server_name_.empty() &&
      parse_server_name(server_name_) != parse_server_name(card.server_name);
  if (alpn_ != card.alpn) server.circumstances.alpn = alpn_;
  parse_option("--server-name, --alpn", [&] { check_circumstances(server.circumstances); });
  return command;
}

}  // namespace tls_se
