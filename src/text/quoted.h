// Bytes that may be a text, for a log: what a terminal would obey never gets there.
#pragma once

#include <string>

#include "se/base/bytes.h"

namespace tls_se {

/// In quotes if they are printable ASCII, without quotes and backslashes; else in hexadecimal.
[[nodiscard]] std::string quoted(const Bytes& bytes);

}  // namespace tls_se
