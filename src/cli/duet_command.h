// `tls-se duet`: two cards, a client and a server, talk to each other through nothing but APDUs.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "reader/card_reader.h"

namespace tls_se {

struct Duet {
  std::unique_ptr<CardReader> client;
  std::unique_ptr<CardReader> server;
  std::string server_name;  // empty: none is told to the client
  size_t width = 100;       // of the lines, 80 at least
  bool bytes = false;       // show all of them
  bool colour = false;
};

/// A handshake, a line each way and close_notify. Both ladders are shown as they grow, the client's
/// on the left, the server's on the right. False if a card ended it otherwise; throws CardError if
/// one can't be used.
bool run_duet(Duet duet, std::ostream& out);

}  // namespace tls_se
