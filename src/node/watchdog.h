// A deadline that may be moved, and what happens when it passes.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <functional>

namespace tls_se {

/// For one piece of work, on the strand of its executor.
class Watchdog {
 public:
  Watchdog(const asio::any_io_executor& executor, std::function<void()> bite)
      : timer_(executor), bite_(std::move(bite)) {}

  /// The time from now until it bites; zero for never.
  void allow(std::chrono::milliseconds time);
  /// Does the work, which throws nothing, to its end. If the deadline passes before, it bites once:
  /// that has to make the work end.
  asio::awaitable<void> watch(asio::awaitable<void> work);

 private:
  using Clock = std::chrono::steady_clock;

  asio::awaitable<void> finish(asio::awaitable<void> work);
  asio::awaitable<void> wait();

  asio::steady_timer timer_;
  std::function<void()> bite_;
  Clock::time_point deadline_ = Clock::time_point::max();
  bool done_ = false;  // the work
};

}  // namespace tls_se
