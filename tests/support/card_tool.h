// `tls-se card`, as a test runs it: without a terminal.
#pragma once

#include <string>

#include "support/tool_run.h"

namespace tls_se {

/// `tls-se card` with these words behind it; what stands in `descriptor_3` comes there.
ToolRun run_card_tool(const Words& words, const std::string& descriptor_3 = "");

}  // namespace tls_se
