// The words of a command, and what is read of those that a program says.
#pragma once

#include <stdexcept>
#include <string>

#include "support/child_process.h"
#include "se/base/alert.h"
#include "support/words.h"

namespace tls_se::interop {

/// The text is one that comes before the number of a port.
inline uint16_t port_after(const std::string& output, const std::string& text) {
  const size_t at = output.find(text);
  if (at == std::string::npos) throw std::runtime_error("no port in: " + output);
  return static_cast<uint16_t>(std::stoi(output.substr(at + text.size())));
}

inline std::string number(Alert alert) { return std::to_string(static_cast<int>(alert)); }

}  // namespace tls_se::interop
