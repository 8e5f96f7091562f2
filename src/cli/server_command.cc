#include "cli/server_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <mutex>

#include "node/endpoint.h"
#include "reader/tracing_reader.h"

namespace tls_se {
namespace {

bool colours_wanted() { return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr; }

/// Exchanges of several cards come from several threads: one whole exchange at a time.
void print(const std::string& text) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::cout << text << std::flush;
}

std::unique_ptr<CardReader> traced(std::unique_ptr<CardReader> card, const ServerCommand& command,
                                   size_t number) {
  if (!command.trace && !command.trace_bytes) return card;
  TraceOptions options;
  options.bytes = command.trace_bytes;
  options.colour = colours_wanted();
  if (command.cards > 1) options.label = fmt::format("card {}  ", number);
  return std::make_unique<TracingReader>(std::move(card), options, print);
}

}  // namespace

void run_server(const ServerCommand& command,
                const std::function<std::unique_ptr<CardReader>()>& make_card) {
  if (command.trace_bytes) {
    spdlog::warn("--trace-bytes shows the application data of every connection in the clear");
  }
  std::vector<std::unique_ptr<CardReader>> cards;
  for (size_t i = 1; i <= command.cards; ++i) cards.push_back(traced(make_card(), command, i));
  Server server(command.server, std::move(cards));
  print("listening on " + to_string(server.endpoint()) + "\n");
  server.run();
}

}  // namespace tls_se
