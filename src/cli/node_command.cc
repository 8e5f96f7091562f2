#include "cli/node_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "cli/standard_output.h"
#include "node/endpoint.h"
#include "node/standard_client.h"

namespace tls_se {

void run_listener(const NodeCommand& command, Cards cards) {
  warn_of_trace(command.trace);
  survive_readers_of_output();
  const size_t digits = std::to_string(cards.size()).size();
  for (size_t i = 0; i < cards.size(); ++i) {
    const std::string label = cards.size() > 1 ? fmt::format("card {:<{}}  ", i + 1, digits) : "";
    cards[i] = traced_card(std::move(cards[i]), command.trace, TraceStream::output, label);
  }
  Listener listener(command.listener, std::move(cards));
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
