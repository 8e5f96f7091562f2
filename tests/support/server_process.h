// `tls-se server`, or `tls-se client --listen`, on a port of the kernel's choice, as a child of the
// test.
#pragma once

#include <string>
#include <vector>

#include "support/child_process.h"

namespace tls_se {

// The demo profile, the draft's.
inline constexpr char kPsk[] = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
inline constexpr char kIdentity[] = "Client_identity";
inline constexpr char kCipherSuite[] = "TLS_AES_128_CCM_SHA256";

/// What a log says of an alert of the card's. A card built without reasons tells none.
[[nodiscard]] std::string sent_by_card(const std::string& alert, const std::string& reason);

class ServerProcess {
 public:
  explicit ServerProcess(const std::vector<std::string>& options,
                         const std::string& listen = "127.0.0.1:0")
      : ServerProcess("server", options, listen) {}

  [[nodiscard]] pid_t pid() const { return child_.pid(); }
  [[nodiscard]] uint16_t port() const { return port_; }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  /// What it shows with --trace.
  [[nodiscard]] std::string trace() { return child_.output(); }
  [[nodiscard]] std::string log() { return child_.errors(); }
  [[nodiscard]] bool logs(const std::string& text) { return child_.prints_error(text); }

  /// Ends it by SIGTERM: its exit code.
  int terminate();
  /// Waits for its end, after --connections.
  int exit_code() { return child_.exit_code(); }

 protected:
  ServerProcess(const std::string& command, const std::vector<std::string>& options,
                const std::string& listen);

 private:
  ChildProcess child_;
  uint16_t port_ = 0;
};

/// A plain port in front of a TLS server, which is an address and a port.
class ListeningClientProcess : public ServerProcess {
 public:
  explicit ListeningClientProcess(const std::string& server,
                                  const std::vector<std::string>& options = {});
};

}  // namespace tls_se
