#include "support/tool_run.h"

#include "support/child_process.h"

namespace tls_se {

ToolRun run_tool(const Words& command, const std::string& input) {
  ChildProcess child(command);
  child.write(input);
  child.close_input();
  const int exit_code = child.exit_code();
  return {exit_code, child.output(), child.errors()};
}

}  // namespace tls_se
