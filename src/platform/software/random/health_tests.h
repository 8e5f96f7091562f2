// The two continuous health tests of raw noise that SP 800-90B section 4.4 asks for. Each takes
// good noise for bad once in 2^20 samples or windows. Of a sample that is used they tell nothing in
// their time, and in what they give no more than that it has passed.
#pragma once

#include "platform/software/random/noise_source.h"

namespace tls_se {

class HealthTests {
 public:
  explicit HealthTests(NoiseQuality quality) : quality_(quality) {}

  void restart() {
    repetitions_ = 0;
    seen_ = 0;
  }
  /// False if the sample shows a source that is stuck (section 4.4.1), or prefers one value
  /// (section 4.4.2).
  [[nodiscard]] bool accept(uint8_t sample);

 private:
  [[nodiscard]] bool repeats_little(uint8_t sample);
  [[nodiscard]] bool is_in_proportion(uint8_t sample);

  NoiseQuality quality_;
  uint8_t last_ = 0;
  uint8_t repetitions_ = 0;
  uint8_t counted_;  // the first sample of this window
  uint16_t count_;
  uint16_t seen_ = 0;  // of this window
};

}  // namespace tls_se
