// `tls-se server`: the TCP/IP node over one card or several.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "node/server.h"
#include "reader/card_reader.h"

namespace tls_se {

struct ServerCommand {
  ServerOptions server;
  size_t cards = 1;
  bool trace = false;
  bool trace_bytes = false;
};

/// Serves until it is told to end. Prints "listening on ADDR:PORT" once it is ready for peers.
/// Throws std::runtime_error if it can't begin.
void run_server(const ServerCommand& command,
                const std::function<std::unique_ptr<CardReader>()>& make_card);

}  // namespace tls_se
