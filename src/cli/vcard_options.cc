#include "cli/vcard_options.h"

#include <map>
#include <optional>

#include "card/host_cards.h"
#include "cli/card_option.h"
#include "cli/exit_codes.h"
#include "cli/platform_option.h"
#include "cli/profiles.h"
#include "node/endpoint.h"
#include "reader/pcsc/pcsc_keeper.h"

namespace tls_se {
namespace {

constexpr char kFooter[] =
    "The reader is vsmartcard's vpcd, a driver of pcscd's: on Debian `apt-get install pcscd "
    "vsmartcard-vpcd`, and `systemctl start pcscd`. It has two slots, at ports 35963 and 35964.\n"
    "Standard output has the line `in the reader at HOST:PORT` whenever the card has been put in, "
    "and the trace; the log goes to standard error. SIGINT and SIGTERM pull the card out. What the "
    "card has in its memory stays; what it has in its RAM goes with each reset.\n"
    "Examples:\n"
    "  tls-se vcard --card sim:pump.card\n"
    "      a card of your own; then, in another terminal:\n"
    "  opensc-tool -c default -s 00A4040007F0544C532D5345\n"
    "  tls-se server --listen 127.0.0.1:8443 --card pcsc:0\n"
    "docs/cards.md has more, and readers of other kinds.";

}  // namespace

void VcardOptions::add_to(CLI::App& app, std::function<void()> prepare) {
  CLI::App& command = *app.add_subcommand("vcard", "put a card into a virtual PC/SC reader");
  command.footer(kFooter);
  auto* const card =
      command.add_option("--card", card_, "which card: sim:FILE is the one in a file")
          ->type_name("sim:FILE");
  command
      .add_option("--profile", profile_file_,
                  "what a card in memory is personalised with, a TOML file; without it the draft's "
                  "public demo PSK")
      ->type_name("FILE")
      ->excludes(card);
  command.add_option("--vpcd", vpcd_, "where the virtual reader waits for a card")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  add_platform(command, platform_)->excludes(card);
  const std::map<std::string, CardProtocols> protocols = {
      {"both", CardProtocols::both}, {"t0", CardProtocols::t0}, {"t1", CardProtocols::t1}};
  command.add_option("--protocol", protocols_, "what the card speaks: t0, t1 or both, T=0 and T=1")
      ->type_name("NAME")
      ->transform(CLI::CheckedTransformer(protocols).description(""))
      ->default_str("both");
  command.add_flag("--trace", trace_.exchanges,
                   "show each exchange with the card: name, status, time");
  command.add_flag("--trace-bytes", trace_.bytes,
                   "the same with all bytes; they hold the DECRYPTED application data");
  command.callback([this, prepare = std::move(prepare)] {
    prepare();
    run();
  });
}

void VcardOptions::run() {
  VcardCommand command;
  try {
    const HostPort reader = parse_host_port(vpcd_);
    command.reader.host = reader.host;
    command.reader.port = reader.port;
  } catch (const std::runtime_error& error) {
    throw UsageError(std::string("--vpcd: ") + error.what());
  }
  // Made when it is called: its thread is to be blind to the signals that end the command.
  std::optional<PcscKeeper> keeper;
  command.reader.wake_reader = [&] {
    if (!keeper) keeper.emplace();
    keeper->renew();
  };
  command.trace = trace_;
  command.speaks_t0 = protocols_ != CardProtocols::t1;
  command.atr_of = [protocols = protocols_](CardReader& card) {
    return atr_of(card, kMaxChannels, protocols);
  };
  if (card_.starts_with("pcsc:")) {
    throw UsageError("a card in a reader is in a reader already: --card is sim:FILE here");
  }
  run_vcard(command, card_.empty()
                         ? HostCards(load_profile(profile_file_), platform_).make(kMaxChannels)
                         : card_of({.name = card_}));
}

}  // namespace tls_se
