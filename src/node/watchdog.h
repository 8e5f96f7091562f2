// A deadline that may be moved, and what happens when it passes.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <functional>

namespace tls_se {

/// Used on the strand of its executor; run() must have ended before it goes.
class Watchdog {
 public:
  Watchdog(const asio::any_io_executor& executor, std::function<void()> bite)
      : timer_(executor), bite_(std::move(bite)) {}

  /// The time from now until it bites; zero for never.
  void allow(std::chrono::seconds time);
  /// Waits until the deadline has passed and it has bitten, or until it is dismissed.
  asio::awaitable<void> run();
  void dismiss();

 private:
  using Clock = std::chrono::steady_clock;

  asio::steady_timer timer_;
  std::function<void()> bite_;
  Clock::time_point deadline_ = Clock::time_point::max();
  bool dismissed_ = false;
};

}  // namespace tls_se
