#include "cli/node_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "cli/standard_output.h"
#include "node/endpoint.h"
#include "node/standard_client.h"

namespace tls_se {

namespace {

/// Each card's lines in a trace say whose they are, if there may be others.
CardSupply traced_supply(const NodeCommand& command, const MakeCard& make_card) {
  const size_t at_most = command.cards.value_or(kMaxCards);
  const size_t digits = std::to_string(at_most).size();
  const auto make = [=, wish = command.trace](size_t number) {
    const std::string label = at_most > 1 ? fmt::format("card {:<{}}  ", number, digits) : "";
    return traced_card(make_card(), wish, TraceStream::output, label);
  };
  return {.make = make, .at_first = command.cards.value_or(1), .at_most = at_most};
}

}  // namespace

void run_listener(const NodeCommand& command, const MakeCard& make_card) {
  warn_of_trace(command.trace);
  survive_readers_of_output();
  Listener listener(command.listener, traced_supply(command, make_card));
  // Who does not learn the address can't connect: main says why.
  const std::string line = "listening on " + to_string(listener.endpoint()) + "\n";
  if (!print_line(TraceStream::output, line)) return;
  listener.run();
}

void run_client(const NodeCommand& command, std::unique_ptr<CardReader> card) {
  warn_of_trace(command.trace);
  // Standard output is the connection's alone.
  card = traced_card(std::move(card), command.trace, TraceStream::errors);
  const ConnectionOptions& options = command.listener.connection;
  const ConnectionEnd end = run_standard_client(*card, options);
  if (!end.card_loss.empty()) spdlog::error("the card {}", end.card_loss);
  const std::string text = to_string(options.server->address) + ": " + to_string(end);
  if (!end.in_order()) throw std::runtime_error(text);
  spdlog::debug("{}", text);
}

}  // namespace tls_se
