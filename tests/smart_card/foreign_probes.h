// Commands that are for other cards, as somebody may try them on this one to see what it is.
#pragma once

#include <span>

namespace tls_se::test {

struct Probe {
  const char* name;
  const char* command;
};

[[nodiscard]] std::span<const Probe> foreign_probes();

}  // namespace tls_se::test
