// Whether pcscd can be reached, and if not, why.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "doctor/findings.h"
#include "reader/pcsc/pcsc_readers.h"

namespace tls_se {

/// What of pcscd can be seen from outside.
struct PcscdSight {
  std::string socket;         // where it listens
  int connect_error = 0;      // an errno of connect(2) there
  bool is_installed = false;  // the program is there
};
/// On this machine, and where the environment says that the socket is.
[[nodiscard]] PcscdSight look_at_pcscd();

struct PcscdCheck {
  Finding finding;
  std::optional<std::vector<PcscSlot>> slots;  // nothing: it does not answer
};
/// `ask` throws CardUnreachable, as pcsc_slots does.
[[nodiscard]] PcscdCheck check_pcscd(const std::function<std::vector<PcscSlot>()>& ask,
                                     const std::function<PcscdSight()>& look);

}  // namespace tls_se
