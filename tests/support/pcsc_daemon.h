// A pcscd of a test's own, with Debian's virtual readers: no other program sees it, it needs no
// service of the system, and leaves nothing behind.
#pragma once

#include <memory>
#include <string>

#include "support/child_process.h"
#include "support/test_credentials.h"

namespace tls_se {

class PcscDaemon {
 public:
  /// This process and its children find it from now on, and until it goes. Each of the readers has
  /// two slots.
  explicit PcscDaemon(const TestFolder& folder, int readers = 1);
  ~PcscDaemon();
  PcscDaemon(const PcscDaemon&) = delete;
  PcscDaemon& operator=(const PcscDaemon&) = delete;

  /// Where a card is put into a slot, from 0.
  [[nodiscard]] uint16_t port(int slot) const;
  [[nodiscard]] std::string address(int slot) const;
  /// As PC/SC calls it.
  [[nodiscard]] static std::string reader(int slot);
  /// What --card has.
  [[nodiscard]] static std::string card(int slot) { return "pcsc:" + reader(slot); }

  /// Waits until it knows that there is a card in the slot, or none.
  [[nodiscard]] static bool knows_of_card(int slot, bool there = true);

  /// By SIGKILL.
  void kill();
  /// After kill(): the same readers at the same ports.
  void start();
  [[nodiscard]] std::string log() { return daemon_->output() + daemon_->errors(); }

 private:
  const std::string folder_;
  const int readers_;
  uint16_t first_port_ = 0;
  std::unique_ptr<ChildProcess> daemon_;
};

/// Whether this machine has what it takes.
[[nodiscard]] bool has_pcsc_daemon();

}  // namespace tls_se
