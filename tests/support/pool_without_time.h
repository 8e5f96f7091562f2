// A pool of cards for tests: without threads, and without time.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "node/card_pool.h"
#include "node/errands.h"

namespace tls_se {

class PostponedErrands final : public Errands {
 public:
  void run(Work work, Work then) override { runs_.emplace_back(std::move(work), std::move(then)); }
  void wait(std::chrono::milliseconds pause, Work then) override {
    at_pause();
    pauses.push_back(pause);
    waits_.push_back(std::move(then));
  }
  [[nodiscard]] Clock::time_point now() const override { return time; }

  [[nodiscard]] bool idle() const { return runs_.empty() && waits_.empty(); }
  /// All that runs now comes to its end.
  void finish_runs() {
    while (!runs_.empty()) {
      const auto [work, then] = std::move(runs_.front());
      runs_.pop_front();
      work();
      then();
    }
  }
  /// All the pauses that there are have passed, and what runs then comes to its end.
  void let_time_pass() {
    finish_runs();
    for (const Work& then : std::exchange(waits_, {})) then();
    finish_runs();
  }

  std::vector<std::chrono::milliseconds> pauses;
  Clock::time_point time;  // passes if a test says so
  std::function<void()> at_pause = [] {};

 private:
  std::deque<std::pair<Work, Work>> runs_;
  std::vector<Work> waits_;
};

struct WithPostponedErrands {
  PostponedErrands errands;
  int returns = 0;  // of cards
};

class PoolWithoutTime : public WithPostponedErrands, public CardPool {
 public:
  explicit PoolWithoutTime(CardSupply supply)
      : CardPool(std::move(supply), errands, [this] { ++returns; }) {}
};

}  // namespace tls_se
