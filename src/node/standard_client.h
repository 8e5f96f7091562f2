// The TCP/IP node as a client whose plain stream is this process's standard input and output.
#pragma once

#include "node/connection.h"

namespace tls_se {

/// One connection, until it ends or SIGINT or SIGTERM end it. The end of standard input closes its
/// own direction alone. Throws what occupy() of the card throws. Once the server has closed its
/// direction, standard input is sent for as long as it flows.
[[nodiscard]] ConnectionEnd run_standard_client(CardReader& card, ConnectionOptions options);

}  // namespace tls_se
