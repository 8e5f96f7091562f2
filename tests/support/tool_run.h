// A program that a test runs from its beginning to its end.
#pragma once

#include <string>

#include "support/words.h"

namespace tls_se {

struct ToolRun {
  int exit_code;
  std::string output;
  std::string errors;
};

/// `input` is all that its standard input has.
ToolRun run_tool(const Words& command, const std::string& input = "");

}  // namespace tls_se
