// Other people's programs that send commands to a card in a reader, each with words of its own.
#pragma once

#include <string>
#include <vector>

#include "support/tool_run.h"

namespace tls_se {

struct OtherTool {
  std::string name;
  /// Sends commands, in hexadecimal, to the card in the first slot, by one connection.
  ToolRun (*send)(const Words& commands);
  /// What it has shown of the answers: "01 02 90 00" for each.
  Words (*answers)(const std::string& output);
};

/// opensc-tool; scriptor (pcsc-tools) and pyscard, by T=0 and T=1.
[[nodiscard]] std::vector<OtherTool> other_tools();

[[nodiscard]] ToolRun opensc_tool(const Words& commands);
[[nodiscard]] Words opensc_answers(const std::string& output);
[[nodiscard]] ToolRun scriptor(const std::string& protocol, const Words& lines);

}  // namespace tls_se
