#include "support/virtual_card.h"

#include <gtest/gtest.h>

#include <csignal>

namespace tls_se {

VirtualCard::VirtualCard(const PcscDaemon& daemon, int slot, const Words& options)
    : slot_(slot),
      command_(Words{TLS_SE_PROGRAM, "vcard", "--vpcd", daemon.address(slot)} + options),
      line_("in the reader at " + daemon.address(slot) + "\n") {
  put_in();
}

bool VirtualCard::is_in(size_t times) { return process_->prints(line_, times); }

int VirtualCard::pull_out() {
  process_->signal(SIGTERM);
  return process_->exit_code();
}

void VirtualCard::kill() {
  process_->signal(SIGKILL);
  (void)process_->exit_code();
}

void VirtualCard::put_in() {
  EXPECT_TRUE(PcscDaemon::knows_of_card(slot_, false));
  process_ = std::make_unique<ChildProcess>(command_);
  EXPECT_TRUE(is_in()) << process_->errors();
  EXPECT_TRUE(PcscDaemon::knows_of_card(slot_));
}

}  // namespace tls_se
