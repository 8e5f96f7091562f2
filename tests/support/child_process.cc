#include "support/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace tls_se {
namespace {

// For anything that a child should do by itself. Reached only when a test fails.
constexpr std::chrono::seconds kPatience{30};

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "pipe");
    }
  }
  std::array<int, 2> ends;
};

size_t count(const std::string& text, const std::string& part) {
  size_t number = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++number;
  return number;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, int as_descriptor_3) {
  std::signal(SIGPIPE, SIG_IGN);  // a child may end while a test writes to it
  const Pipe in;
  const Pipe out;
  const Pipe err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  if (as_descriptor_3 >= 0) posix_spawn_file_actions_adddup2(&actions, as_descriptor_3, 3);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  // In a session of its own: it has no terminal to ask, whoever runs the tests.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);

  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int error =
      posix_spawnp(&pid_, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  for (const int end : {in.ends[0], out.ends[1], err.ends[1]}) close(end);
  input_ = in.ends[1];
  if (error != 0) {
    for (const int end : {in.ends[1], out.ends[0], err.ends[0]}) close(end);
    throw std::system_error(error, std::generic_category(), command[0]);
  }
  output_.reader = std::jthread([this, end = out.ends[0]] { read_all(end, output_); });
  errors_.reader = std::jthread([this, end = err.ends[0]] { read_all(end, errors_); });
}

ChildProcess::~ChildProcess() {
  close_input();
  if (reaped_) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void ChildProcess::write(const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    const ssize_t size = ::write(input_, text.data() + at, text.size() - at);
    if (size < 0) return;
    at += static_cast<size_t>(size);
  }
}

void ChildProcess::close_input() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

std::string ChildProcess::output() {
  const std::lock_guard lock(mutex_);
  return output_.text;
}

std::string ChildProcess::errors() {
  const std::lock_guard lock(mutex_);
  return errors_.text;
}

void ChildProcess::read_all(int from, Stream& stream) {
  std::vector<char> buffer(1 << 16);
  for (;;) {
    const ssize_t size = read(from, buffer.data(), buffer.size());
    const std::lock_guard lock(mutex_);
    if (size > 0) stream.text.append(buffer.data(), static_cast<size_t>(size));
    stream.ended = size <= 0;
    changed_.notify_all();
    if (size <= 0) break;
  }
  close(from);
}

bool ChildProcess::wait_for(Stream& stream, const std::string& text, size_t times) {
  std::unique_lock lock(mutex_);
  const auto found = [&] { return count(stream.text, text) >= times; };
  changed_.wait_for(lock, kPatience, [&] { return stream.ended || found(); });
  return found();
}

void ChildProcess::signal(int number) const { kill(pid_, number); }

int ChildProcess::exit_code() {
  if (reaped_) return exit_code_;
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  pollfd ended = {.fd = handle, .events = POLLIN, .revents = 0};
  const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(kPatience);
  if (poll(&ended, 1, static_cast<int>(patience.count())) != 1) kill(pid_, SIGKILL);
  close(handle);
  int status = 0;
  waitpid(pid_, &status, 0);
  reaped_ = true;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  output_.reader.join();
  errors_.reader.join();
  return exit_code_;
}

bool is_installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace tls_se
