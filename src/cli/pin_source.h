// Where a PIN comes from: a file, a descriptor, or a person at the terminal. Never an argument,
// which everybody on the machine can read.
#pragma once

#include <optional>
#include <string>

#include "profile/secret_bytes.h"

namespace tls_se {

struct PinSource {
  std::string option = "--pin";   // --pin-file, --pin-fd
  std::string file;               // empty: none
  std::optional<int> descriptor;  // the line that comes from it

  [[nodiscard]] bool is_given() const { return !file.empty() || descriptor.has_value(); }
};

/// "the user's PIN", say. Throws UsageError, in words for a person, if what comes is none of 4 to
/// 16 bytes, or if there is nobody to ask. A newline behind it is not of it.
[[nodiscard]] SecretBytes read_pin(const PinSource& source, const std::string& what);

/// What a person types at the terminal, which does not show it, up to its newline. Nothing if the
/// program has no terminal.
[[nodiscard]] std::optional<SecretBytes> ask_for_pin(const std::string& prompt);

}  // namespace tls_se
