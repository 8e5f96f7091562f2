// What a strand has done elsewhere, since it would block, or later.
#pragma once

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <chrono>
#include <functional>
#include <list>

namespace tls_se {

class Errands {
 public:
  using Work = std::function<void()>;
  using Clock = std::chrono::steady_clock;

  virtual ~Errands() = default;

  /// The work, which throws nothing, on any thread; `then` on the strand.
  virtual void run(Work work, Work then) = 0;
  /// After this pause, on the strand.
  virtual void wait(std::chrono::milliseconds pause, Work then) = 0;
  [[nodiscard]] virtual Clock::time_point now() const = 0;
};

/// On the threads of an io_context.
class StrandErrands final : public Errands {
 public:
  using Strand = asio::strand<asio::io_context::executor_type>;

  explicit StrandErrands(Strand strand) : strand_(std::move(strand)) {}

  void run(Work work, Work then) override;
  void wait(std::chrono::milliseconds pause, Work then) override;
  [[nodiscard]] Clock::time_point now() const override { return Clock::now(); }
  /// Nothing waits any more. What runs comes to its end.
  void stop();

 private:
  Strand strand_;
  std::list<asio::steady_timer> timers_;
  bool stopped_ = false;
};

}  // namespace tls_se
