#include "support/terminal_process.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace tls_se {
namespace {

// Reached only when a test fails.
constexpr int kPatience = 30000;  // ms

}  // namespace

TerminalProcess::TerminalProcess(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  // Without the escape sequences of a terminal that can do more.
  char terminal[] = "TERM=dumb";
  char* environment[] = {terminal, nullptr};
  pid_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "forkpty");
  if (pid_ == 0) {
    execve(arguments[0], arguments.data(), environment);
    _exit(127);
  }
}

TerminalProcess::~TerminalProcess() {
  close(terminal_);
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void TerminalProcess::type(const std::string& keys) const {
  if (write(terminal_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) {
    throw std::system_error(errno, std::generic_category(), "the terminal");
  }
}

bool TerminalProcess::shows(const std::string& text) {
  for (;;) {
    const size_t at = screen_.find(text, seen_);
    if (at != screen_.npos) {
      seen_ = at + text.size();
      return true;
    }
    if (!read_more()) return false;
  }
}

bool TerminalProcess::echoes() const {
  termios state{};
  return tcgetattr(terminal_, &state) == 0 && (state.c_lflag & ECHO) != 0;
}

int TerminalProcess::exit_code() {
  while (read_more()) continue;  // up to the end
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// False once nobody is at the other end, or that will never be.
bool TerminalProcess::read_more() {
  pollfd waits = {.fd = terminal_, .events = POLLIN, .revents = 0};
  if (poll(&waits, 1, kPatience) != 1) {
    kill(pid_, SIGKILL);
    return false;
  }
  char buffer[4096];
  const ssize_t size = read(terminal_, buffer, sizeof buffer);
  if (size > 0) screen_.append(buffer, static_cast<size_t>(size));
  return size > 0;
}

}  // namespace tls_se
