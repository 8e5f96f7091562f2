#pragma once

#include <chrono>

namespace tls_se::bench {

/// Adds up the time of the calls that are measured.
class Stopwatch {
 public:
  decltype(auto) time(auto&& call) {
    const Lap lap(*this);
    return call();
  }
  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(total_).count(); }

 private:
  using Clock = std::chrono::steady_clock;

  struct Lap {
    explicit Lap(Stopwatch& of) : stopwatch(of) {}
    ~Lap() { stopwatch.total_ += Clock::now() - start; }
    Stopwatch& stopwatch;
    Clock::time_point start = Clock::now();
  };

  Clock::duration total_{};
};

}  // namespace tls_se::bench
