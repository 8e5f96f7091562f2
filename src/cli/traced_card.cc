#include "cli/traced_card.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <mutex>

#include "reader/tracing_reader.h"

namespace tls_se {
namespace {

bool colours_wanted(TraceStream stream) {
  const int number = stream == TraceStream::output ? STDOUT_FILENO : STDERR_FILENO;
  return isatty(number) != 0 && std::getenv("NO_COLOR") == nullptr;
}

/// What is lost is told once: connections are worth more than their trace.
void print_trace(TraceStream stream, const std::string& text) {
  static std::once_flag told;
  if (print_line(stream, text)) return;
  std::call_once(told, [] {
    spdlog::error("the trace can't be written any more: what is missing of it is lost");
  });
}

}  // namespace

std::unique_ptr<CardReader> traced_card(std::unique_ptr<CardReader> card, const TraceWish& wish,
                                        TraceStream stream, const std::string& label) {
  if (!wish.exchanges && !wish.bytes) return card;
  const TraceOptions options = {
      .bytes = wish.bytes, .colour = colours_wanted(stream), .label = label};
  return std::make_unique<TracingReader>(
      std::move(card), options, [stream](const std::string& text) { print_trace(stream, text); });
}

void warn_of_trace(const TraceWish& wish) {
  if (!wish.bytes) return;
  spdlog::warn("--trace-bytes shows the application data of every connection in the clear");
}

bool print_line(TraceStream stream, const std::string& text) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::ostream& out = stream == TraceStream::output ? std::cout : std::cerr;
  return static_cast<bool>(out << text << std::flush);
}

}  // namespace tls_se
