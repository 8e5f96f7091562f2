// `tls-se vcard`, as a child of the test: a card in a reader of the test's pcscd.
#pragma once

#include <memory>
#include <string>

#include "support/pcsc_daemon.h"
#include "support/words.h"

namespace tls_se {

class VirtualCard {
 public:
  /// Returns when it is in the slot. The options say which card: {"--card", "sim:..."}.
  VirtualCard(const PcscDaemon& daemon, int slot, const Words& options = {});

  [[nodiscard]] ChildProcess& process() { return *process_; }
  [[nodiscard]] std::string trace() { return process_->output(); }
  /// Waits until it has been in the slot so many times.
  [[nodiscard]] bool is_in(size_t times = 1);

  /// By SIGTERM, as a person ends it: its exit code.
  int pull_out();
  /// By SIGKILL: as if somebody pulled it out.
  void kill();
  /// After either of these, once that has been noticed.
  void put_in();

 private:
  const int slot_;
  const Words command_;
  std::string line_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace tls_se
