#include "cli/node_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "node/endpoint.h"
#include "node/standard_client.h"

namespace tls_se {

void run_listener(const NodeCommand& command, const MakeCard& make_card) {
  warn_of_trace(command.trace);
  std::vector<std::unique_ptr<CardReader>> cards;
  for (size_t i = 1; i <= command.cards; ++i) {
    const std::string label = command.cards > 1 ? fmt::format("card {}  ", i) : "";
    cards.push_back(traced_card(make_card(), command.trace, TraceStream::output, label));
  }
  Listener listener(command.listener, std::move(cards));
  print_line(TraceStream::output, "listening on " + to_string(listener.endpoint()) + "\n");
  listener.run();
}

void run_client(const NodeCommand& command, const MakeCard& make_card) {
  warn_of_trace(command.trace);
  // Standard output is the connection's alone.
  const auto card = traced_card(make_card(), command.trace, TraceStream::errors);
  const ConnectionOptions& options = command.listener.connection;
  const ConnectionEnd end = run_standard_client(*card, options);
  if (!end.card_loss.empty()) spdlog::error("the card {}", end.card_loss);
  const std::string text = to_string(options.server->address) + ": " + to_string(end);
  if (!end.in_order()) throw std::runtime_error(text);
  spdlog::debug("{}", text);
}

}  // namespace tls_se
