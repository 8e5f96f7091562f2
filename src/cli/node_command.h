// The TCP/IP node on the command line: `tls-se server`, and `tls-se client` with a port of its own
// or with the standard streams.
#pragma once

#include <memory>
#include <vector>

#include "cli/traced_card.h"
#include "node/listener.h"
#include "reader/card_reader.h"

namespace tls_se {

using Cards = std::vector<std::unique_ptr<CardReader>>;

struct NodeCommand {
  ListenerOptions listener;
  size_t cards = 1;
  TraceWish trace;
};

/// Listens until it is told to end. Prints "listening on ADDR:PORT" once it is ready for peers.
/// Throws std::runtime_error, in words for a person, if it can't begin, or has no card left.
void run_listener(const NodeCommand& command, Cards cards);

/// One connection for the standard streams. Throws std::runtime_error, in words for a person, if
/// it did not end in order.
void run_client(const NodeCommand& command, std::unique_ptr<CardReader> card);

}  // namespace tls_se
