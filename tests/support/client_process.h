// `tls-se client` as a child of the test, for the standard streams.
#pragma once

#include "support/child_process.h"
#include "support/server_process.h"

namespace tls_se {

class ClientProcess : public ChildProcess {
 public:
  /// `server` is an address and a port.
  explicit ClientProcess(const std::string& server, const std::vector<std::string>& options = {});

  /// Waits for the handshake.
  [[nodiscard]] bool opens() { return prints_error(": open, "); }
  /// Ends it by SIGTERM: its exit code.
  int terminate();
};

}  // namespace tls_se
