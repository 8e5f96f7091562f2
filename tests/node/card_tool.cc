#include "card_tool.h"

#include "child_process.h"

namespace tls_se {

ToolRun run_card_tool(const Words& words, const std::string& descriptor_3) {
  Words command = Words{TLS_SE_PROGRAM, "card"} + words;
  if (!descriptor_3.empty()) {
    // Its standard input becomes descriptor 3.
    command = Words{"sh", "-c", "exec \"$@\" 3<&0 </dev/null", "sh"} + command;
  }
  ChildProcess child(command);
  child.write(descriptor_3);
  child.close_input();
  const int exit_code = child.exit_code();
  return {exit_code, child.output(), child.errors()};
}

}  // namespace tls_se
