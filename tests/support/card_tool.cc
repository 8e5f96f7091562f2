#include "support/card_tool.h"

namespace tls_se {

ToolRun run_card_tool(const Words& words, const std::string& descriptor_3) {
  Words command = Words{TLS_SE_PROGRAM, "card"} + words;
  if (!descriptor_3.empty()) {
    // Its standard input becomes descriptor 3.
    command = Words{"sh", "-c", "exec \"$@\" 3<&0 </dev/null", "sh"} + command;
  }
  return run_tool(command, descriptor_3);
}

}  // namespace tls_se
