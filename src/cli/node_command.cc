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
                                     const NodeCommand& command, TraceStream stream,
                                     const std::string& label) {
  channel = traced_card(std::move(channel), command.trace, stream, label);
  return command.pin ? with_user_pin(std::move(channel), command.pin) : std::move(channel);
}

/// The lines in a trace say of which card and channel they are, if there may be others.
CardSupply supply_of(const NodeCommand& command, const MakeCard& make_card) {
  const size_t at_first = command.card_is_unique ? 1 : command.cards.value_or(1);
  const size_t at_most = command.card_is_unique ? 1 : command.cards.value_or(kMaxCards);
  const size_t digits = std::to_string(at_most).size();
  const auto make = [=](size_t number) {
    CardSupply::Channels channels = make_card();
    const std::string card = fmt::format("card {:<{}}", number, digits);
    for (size_t i = 0; i < channels.size(); ++i) {
      const std::string label = channels.size() > 1 ? fmt::format("{} channel {}  ", card, i)
                                : at_most > 1       ? card + "  "
                                                    : "";
      channels[i] = prepared(std::move(channels[i]), command, TraceStream::output, label);
    }
    return channels;
  };
  return {
      .make = make, .at_first = at_first, .at_most = at_most, .is_unique = command.card_is_unique};
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

void run_client(const NodeCommand& command, std::unique_ptr<CardReader> card) {
  warn_of_trace(command.trace);
  // Standard output is the connection's alone.
  card = prepared(std::move(card), command, TraceStream::errors, "");
  const ConnectionOptions& options = command.listener.connection;
  const ConnectionEnd end = run_standard_client(*card, options);
  if (!end.card_loss.words.empty()) spdlog::error("the card {}", end.card_loss.words);
  const std::string text = to_string(options.server->address) + ": " + to_string(end);
  if (!end.in_order()) throw std::runtime_error(text);
  spdlog::debug("{}", text);
}

}  // namespace tls_se
