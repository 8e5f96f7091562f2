// What other programs send to any card that they find, to see whether it is theirs.
#pragma once

#include <span>

namespace tls_se::test {

struct Probe {
  const char* from;
  const char* command;
};

[[nodiscard]] std::span<const Probe> foreign_probes();

}  // namespace tls_se::test
