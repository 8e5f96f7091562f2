#include "cli/node_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "cli/standard_output.h"
#include "node/endpoint.h"
#include "node/standard_client.h"

namespace tls_se {

namespace {

/// Shows the PIN, if one is wanted: a trace has that, too.
std::unique_ptr<CardReader> prepared(std::unique_ptr<CardReader> channel,
                                     const std::shared_ptr<UserPin>& pin, const TraceWish& trace,
                                     TraceStream stream, const std::string& label) {
  channel = traced_card(std::move(channel), trace, stream, label);
  return pin ? with_user_pin(std::move(channel), pin) : std::move(channel);
}

/// The lines in a trace say of which card and channel they are, if there may be others.
CardSupply supply_of(const NodeCommand& command, const MakeCard& make_card) {
  const bool are_own = command.own_cards > 0;
  const size_t at_first = are_own ? command.own_cards : command.cards.value_or(1);
  const size_t at_most = are_own ? command.own_cards : command.cards.value_or(kMaxCards);
  const size_t digits = std::to_string(at_most).size();
  const auto make = [=, trace = command.trace](size_t number) {
    MadeCard made = make_card(number);
    CardSupply::Channels& channels = made.channels;
    const std::string card = fmt::format("card {:<{}}", number, digits);
    for (size_t i = 0; i < channels.size(); ++i) {
      const std::string label = channels.size() > 1 ? fmt::format("{} channel {}  ", card, i)
                                : at_most > 1       ? card + "  "
                                                    : "";
      channels[i] = prepared(std::move(channels[i]), made.pin, trace, TraceStream::output, label);
    }
    return std::move(channels);
  };
  return {.make = make,
          .at_first = at_first,
          .at_most = at_most,
          .is_unique = are_own,
          .comes_back = command.cards_come_back};
}

}  // namespace

void run_listener(const NodeCommand& command, const MakeCard& make_card) {
  warn_of_trace(command.trace);
  survive_readers_of_output();
  Listener listener(command.listener, supply_of(command, make_card));
  // Who does not learn the address can't connect: main says why.
  const std::string line = "listening on " + to_string(listener.endpoint()) + "\n";
  if (!print_line(TraceStream::output, line)) return;
  listener.run();
}

void run_client(const NodeCommand& command, MadeCard made) {
  warn_of_trace(command.trace);
  // Standard output is the connection's alone.
  const auto card =
      prepared(std::move(made.channels.front()), made.pin, command.trace, TraceStream::errors, "");
  const ConnectionOptions& options = command.listener.connection;
  const ConnectionEnd end = run_standard_client(*card, options);
  if (!end.card_loss.words.empty()) spdlog::error("the card {}", end.card_loss.words);
  const std::string text = to_string(options.server->address) + ": " + to_string(end);
  if (!end.in_order()) throw std::runtime_error(text);
  spdlog::debug("{}", text);
}

}  // namespace tls_se
