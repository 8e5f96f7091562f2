#include "other_tools.h"

#include <sstream>

#include "support/pcsc_daemon.h"

namespace tls_se {
namespace {

// Debian's: pyscard is a package for it, and others may stand before it in the PATH.
constexpr char kPython[] = "/usr/bin/python3";
constexpr char kScript[] = TLS_SE_SOURCE_DIR "/tests/pcsc/transmit.py";

std::string joined_lines(const Words& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

Words lines_of(const std::string& text) {
  Words lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Words scriptor_answers(const std::string& output) {
  Words answers;
  bool is_open = false;  // 16 bytes stand in a line
  for (const std::string& line : lines_of(output)) {
    if (line.starts_with("< ")) answers.emplace_back();
    is_open = line.starts_with("< ") || (is_open && !line.starts_with(">"));
    if (!is_open) continue;
    answers.back() += line.substr(line.starts_with("< ") ? 2 : 0);
  }
  for (std::string& answer : answers) {
    answer.erase(answer.find(" : "));
  }
  return answers;
}

ToolRun pyscard(const std::string& protocol, const Words& commands) {
  return run_tool({kPython, kScript, PcscDaemon::reader(0), protocol}, joined_lines(commands));
}

Words pyscard_answers(const std::string& output) {
  Words lines = lines_of(output);
  if (!lines.empty()) lines.pop_back();  // the ATR
  return lines;
}

}  // namespace

ToolRun opensc_tool(const Words& commands) {
  Words words = {"opensc-tool", "-r", "0", "-c", "default"};
  for (const std::string& command : commands) words += {"-s", command};
  return run_tool(words);
}

/// Behind "Received (SW1=0x90, SW2=0x00)" up to 16 bytes stand in a line, and then as letters.
Words opensc_answers(const std::string& output) {
  constexpr size_t kBytesOfLine = 16;
  constexpr size_t kHexOfByte = 3;
  Words answers;
  std::string status;
  std::string data;
  const auto finish = [&] {
    if (!status.empty()) answers.push_back(data + status);
    status.clear();
    data.clear();
  };
  for (const std::string& line : lines_of(output)) {
    if (line.starts_with("Sending:")) finish();
    if (line.starts_with("Received (SW1=0x")) {
      status = line.substr(16, 2) + ' ' + line.substr(26, 2);
    } else if (!status.empty()) {
      const size_t bytes = std::min(kBytesOfLine, line.size() / (kHexOfByte + 1));
      data += line.substr(0, bytes * kHexOfByte);
    }
  }
  finish();
  return answers;
}

ToolRun scriptor(const std::string& protocol, const Words& lines) {
  return run_tool({"scriptor", "-r", PcscDaemon::reader(0), "-p", protocol}, joined_lines(lines));
}

std::vector<OtherTool> other_tools() {
  return {
      {"opensc-tool", opensc_tool, opensc_answers},
      {"scriptor, T=0", [](const Words& lines) { return scriptor("T=0", lines); },
       scriptor_answers},
      {"scriptor, T=1", [](const Words& lines) { return scriptor("T=1", lines); },
       scriptor_answers},
      {"pyscard, T=0", [](const Words& lines) { return pyscard("T0", lines); }, pyscard_answers},
      {"pyscard, T=1", [](const Words& lines) { return pyscard("T1", lines); }, pyscard_answers},
  };
}

}  // namespace tls_se
