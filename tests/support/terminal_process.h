// A program that a test has started at a terminal of its own. Killed, by its process id, if the
// test leaves it behind.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace tls_se {

class TerminalProcess {
 public:
  /// The program's path. Throws std::runtime_error if there is no terminal to be had.
  explicit TerminalProcess(const std::vector<std::string>& command);
  TerminalProcess(const TerminalProcess&) = delete;
  TerminalProcess& operator=(const TerminalProcess&) = delete;
  ~TerminalProcess();

  /// Keys, as a person presses them.
  void type(const std::string& keys) const;
  /// Waits until this has been shown behind what was waited for before; false if the program ends
  /// or a long time passes first.
  [[nodiscard]] bool shows(const std::string& text);
  /// The terminal shows what is typed.
  [[nodiscard]] bool echoes() const;
  /// All that has been shown until now.
  [[nodiscard]] const std::string& screen() const { return screen_; }
  /// Waits for its end: its exit code, 128 and more if a signal ended it.
  int exit_code();

 private:
  bool read_more();

  pid_t pid_ = -1;
  int terminal_ = -1;
  std::string screen_;
  size_t seen_ = 0;  // of it
};

}  // namespace tls_se
