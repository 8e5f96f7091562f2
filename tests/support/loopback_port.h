// Ports of this host, for programs that can't be told to take any free one.
#pragma once

#include <cstdint>
#include <string>

namespace tls_se {

/// Nobody listens there at this moment.
[[nodiscard]] uint16_t free_port();

/// "127.0.0.1:8443"
[[nodiscard]] std::string loopback(uint16_t port);

/// Returns when a server that has just been started accepts connections; it sees one that says
/// nothing. A failure of the test if a long time passes.
void await_listener(uint16_t port);

}  // namespace tls_se
