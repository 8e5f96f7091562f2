// A program that a test has started: its streams, its end. Killed, by its process id, if the test
// leaves it behind.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tls_se {

class ChildProcess {
 public:
  /// The program is looked for in the PATH. Throws std::runtime_error if it can't be started.
  /// It inherits the standard streams and, if there is one, `as_descriptor_3` as this number.
  explicit ChildProcess(const std::vector<std::string>& command, int as_descriptor_3 = -1);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  /// To its standard input. What it doesn't want to read any more is lost.
  void write(const std::string& text);
  void close_input();

  /// What it has written until now, or in all if it has ended.
  [[nodiscard]] std::string output();
  [[nodiscard]] std::string errors();
  /// Waits until it has written this, so many times; false if it ends or a long time passes before.
  [[nodiscard]] bool prints(const std::string& text, size_t times = 1) {
    return wait_for(output_, text, times);
  }
  [[nodiscard]] bool prints_error(const std::string& text, size_t times = 1) {
    return wait_for(errors_, text, times);
  }

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Waits for its end: its exit code, 128 and more if a signal ended it. It is killed if a long
  /// time passes.
  int exit_code();

 private:
  struct Stream {
    std::string text;
    bool ended = false;
    std::jthread reader;
  };

  void read_all(int from, Stream& stream);
  bool wait_for(Stream& stream, const std::string& text, size_t times);

  pid_t pid_ = -1;
  int input_ = -1;
  bool reaped_ = false;
  int exit_code_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  Stream output_;
  Stream errors_;
};

/// Whether a program is in the PATH.
[[nodiscard]] bool is_installed(const std::string& program);

}  // namespace tls_se
