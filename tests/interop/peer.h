// Another TLS stack's own program, at the other end of a card's connection.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "interop/settings.h"
#include "support/child_process.h"
#include "se/base/alert.h"

namespace tls_se::interop {

class Peer {
 public:
  virtual ~Peer() = default;

  /// Of a server: where it listens.
  [[nodiscard]] virtual uint16_t port() { return 0; }
  /// Waits until the handshake is through.
  [[nodiscard]] virtual bool opens() = 0;
  /// A server that sends back each line by itself, and nothing else.
  [[nodiscard]] virtual bool is_echo() const { return false; }
  virtual void send(const std::string& text) { program_->write(text); }
  [[nodiscard]] bool receives(const std::string& text) { return program_->prints(text); }
  /// With update_requested, if the program knows it. Waits until it has been sent.
  [[nodiscard]] virtual bool update_key() { return false; }
  /// Waits until it says that this alert has come from the card.
  [[nodiscard]] virtual bool reports(Alert alert) = 0;
  [[nodiscard]] virtual bool reports_alpn(const std::string& protocol) = 0;
  /// The end of its own direction: a client goes first.
  virtual void close() { program_->close_input(); }
  [[nodiscard]] int exit_code() { return program_->exit_code(); }
  [[nodiscard]] std::string says() { return program_->output() + program_->errors(); }
  [[nodiscard]] bool prints(const std::string& text) { return program_->prints(text); }

 protected:
  void start(const std::vector<std::string>& command) { program_.emplace(command); }
  [[nodiscard]] ChildProcess& program() { return *program_; }

 private:
  std::optional<ChildProcess> program_;
};

enum class Stack { openssl, gnutls, wolfssl };

/// False if its programs are missing.
[[nodiscard]] bool is_installed(Stack stack);

/// A server listens when this returns; a client connects to the card's port.
[[nodiscard]] std::unique_ptr<Peer> start_peer(Stack stack, const PeerSettings& settings,
                                               uint16_t card_port);

}  // namespace tls_se::interop
