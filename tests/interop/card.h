// The whole program `tls-se` with a card of a given profile, in either role.
#pragma once

#include <optional>
#include <string>

#include "interop/settings.h"
#include "support/client_process.h"
#include "support/server_process.h"
#include "se/base/alert.h"

namespace tls_se::interop {

/// The profile's file, in the settings' folder.
[[nodiscard]] std::string write_profile(const CardSettings& settings);

class Card {
 public:
  /// A client's is started once there is a server.
  explicit Card(const CardSettings& settings);
  void connect(uint16_t server_port);

  /// Of a server: where it listens.
  [[nodiscard]] uint16_t port() const { return server_ ? server_->port() : uint16_t{0}; }
  [[nodiscard]] bool opens();
  /// A client's own data; a server sends back what it gets.
  void send(const std::string& text) { client_->write(text); }
  [[nodiscard]] bool receives(const std::string& text) { return client_->prints(text); }
  void close() { client_->close_input(); }
  /// Waits for the log to have it.
  [[nodiscard]] bool logs(const std::string& text);

  /// After the end of its one session: whether the program is content.
  [[nodiscard]] bool ended_well();
  [[nodiscard]] std::string log();
  [[nodiscard]] std::string trace();

 private:
  const std::string profile_;
  std::optional<ServerProcess> server_;
  std::optional<ClientProcess> client_;
};

}  // namespace tls_se::interop
