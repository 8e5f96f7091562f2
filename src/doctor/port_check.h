// Whether a port can be listened at.
#pragma once

#include <string>
#include <system_error>

#include "doctor/findings.h"

namespace tls_se {

/// `error` is what came of trying it.
[[nodiscard]] Finding check_port(const std::string& address, const std::error_code& error);

}  // namespace tls_se
