// Keeps pcscd there. Where a service manager starts it on demand, it ends by itself when nobody has
// asked it for anything for a minute (--auto-exit), and a virtual reader goes with it.
#pragma once

#include <memory>

#include "reader/pcsc/deadline_thread.h"

namespace tls_se {

class PcscKeeper {
 public:
  PcscKeeper();
  ~PcscKeeper();
  PcscKeeper(const PcscKeeper&) = delete;
  PcscKeeper& operator=(const PcscKeeper&) = delete;

  /// Connects to pcscd, which starts it if it can be, in the place of a connection that there was:
  /// that one may be to a pcscd that has ended. Nothing happens if there is none.
  void renew();

 private:
  struct Held;

  const std::shared_ptr<Held> held_;
  DeadlineThread thread_;
};

}  // namespace tls_se
