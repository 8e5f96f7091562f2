#include "support/server_process.h"
#include "support/words.h"

#include <csignal>
#include <stdexcept>

namespace tls_se {

std::string sent_by_card(const std::string& alert, const std::string& reason) {
  const std::string told = alert + ", sent by the card";
  return TLS_SE_REASONS ? told + ": " + reason + ". " : told;
}

ServerProcess::ServerProcess(const std::string& command, const Words& options,
                             const std::string& listen)
    : child_(Words{TLS_SE_PROGRAM, command, "--listen", listen} + options) {
  if (!child_.prints("listening on ") || !child_.prints("\n")) {
    throw std::runtime_error("the server did not start: " + child_.errors());
  }
  std::string line = child_.output();
  line.erase(0, line.find("listening on "));  // behind what a trace has by then
  line.erase(line.find('\n'));
  port_ = static_cast<uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

int ServerProcess::terminate() {
  child_.signal(SIGTERM);
  return child_.exit_code();
}

ListeningClientProcess::ListeningClientProcess(const std::string& server, const Words& options)
    : ServerProcess("client", Words{"--connect", server} + options, "127.0.0.1:0") {}

}  // namespace tls_se
