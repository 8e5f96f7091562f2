// Cards whose exchanges a person wants to see.
#pragma once

#include <memory>
#include <string>

#include "reader/card_reader.h"

namespace tls_se {

struct TraceWish {
  bool exchanges = false;  // names, status words, times
  bool bytes = false;      // and all bytes
};

/// To which of the standard streams traces go.
enum class TraceStream { output, errors };

/// The card itself if nothing is wished. `label` begins each line.
[[nodiscard]] std::unique_ptr<CardReader> traced_card(std::unique_ptr<CardReader> card,
                                                      const TraceWish& wish, TraceStream stream,
                                                      const std::string& label = "");

/// Says in the log what a trace will show.
void warn_of_trace(const TraceWish& wish);

/// Prints whole lines, also while traces are printed by several threads. False if they, or lines
/// before them, could not be written.
[[nodiscard]] bool print_line(TraceStream stream, const std::string& text);

}  // namespace tls_se
