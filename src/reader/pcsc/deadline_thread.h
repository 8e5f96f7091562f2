// A thread that calls what may never return, so that whoever waits for it can give up.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace tls_se {

class DeadlineThread {
 public:
  DeadlineThread();
  /// What has not returned is left behind, and the thread ends when it does.
  ~DeadlineThread();
  DeadlineThread(const DeadlineThread&) = delete;
  DeadlineThread& operator=(const DeadlineThread&) = delete;

  /// Calls `work` on the thread. False if it has not returned in time, or if what was given up
  /// before still has not: then `work` is not called. `work` owns all that it uses. What it throws
  /// is thrown here.
  [[nodiscard]] bool call(std::function<void()> work, std::chrono::milliseconds longest);

 private:
  struct State;

  static void run(State& state);

  const std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace tls_se
