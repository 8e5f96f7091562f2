// What the program's exit code says; --help lists them.
#pragma once

#include <stdexcept>

namespace tls_se {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;  // what was asked for did not work out
inline constexpr int kExitUsage = 2;   // wrong options, or a file that can't be used

// `tls-se doctor`'s: 1 if there are warnings alone.
inline constexpr int kExitUnhealthy = 3;

/// Wrong options, or a file that can't be used.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace tls_se
