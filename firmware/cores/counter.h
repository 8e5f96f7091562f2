// Counts instructions and stack.
#pragma once

#include <cstdint>

namespace tls_se {

class Counter {
 public:
  /// Of all that is counted so.
  struct Sum {
    uint32_t instructions = 0;
    uint32_t stack = 0;  // bytes: the deepest
    uint32_t left = 0;   // bytes of those that were not wiped: the most
  };

  /// Runs `work` and counts it. What it captures is read within, an instruction or two each.
  template <class Work>
  void count(const Work& work) {
    run([](const void* context) { (*static_cast<const Work*>(context))(); }, &work);
  }
  [[nodiscard]] const Sum& sum() const { return sum_; }

 private:
  void run(void (*work)(const void*), const void* context);

  Sum sum_;
};

/// To be called first. False if loops of known length are not counted right.
[[nodiscard]] bool start_counting();

/// Counts a loop of 13107202 instructions.
bool count_long_loop(Counter& counter);

}  // namespace tls_se
