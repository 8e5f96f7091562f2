#include "support/client_process.h"

#include <csignal>

namespace tls_se {
namespace {

std::vector<std::string> command(const std::string& server,
                                 const std::vector<std::string>& options) {
  std::vector<std::string> words = {TLS_SE_PROGRAM, "client", "--connect", server};
  words.insert(words.end(), options.begin(), options.end());
  return words;
}

}  // namespace

ClientProcess::ClientProcess(const std::string& server, const std::vector<std::string>& options)
    : ChildProcess(command(server, options)) {}

int ClientProcess::terminate() {
  signal(SIGTERM);
  return exit_code();
}

}  // namespace tls_se
