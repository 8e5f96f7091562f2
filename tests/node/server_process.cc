#include "server_process.h"

#include <csignal>
#include <stdexcept>

namespace tls_se {
namespace {

std::vector<std::string> command(const std::vector<std::string>& options,
                                 const std::string& listen) {
  std::vector<std::string> words = {TLS_SE_PROGRAM, "server", "--listen", listen};
  words.insert(words.end(), options.begin(), options.end());
  return words;
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& options, const std::string& listen)
    : child_(command(options, listen)) {
  if (!child_.prints("listening on ") || !child_.prints("\n")) {
    throw std::runtime_error("the server did not start: " + child_.errors());
  }
  const std::string text = child_.output();
  const std::string line = text.substr(0, text.find('\n'));
  port_ = static_cast<uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

int ServerProcess::terminate() {
  child_.signal(SIGTERM);
  return child_.exit_code();
}

}  // namespace tls_se
