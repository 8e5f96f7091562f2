#include "platform/software/random/health_tests.h"

#include <utility>

namespace tls_se {
namespace {

constexpr unsigned kFalseAlarm = 20;  // alpha = 2^-20
constexpr unsigned kWindow = 512;     // section 4.4.2, of a source that is not binary

/// 1 + ceil(-log2(alpha) / H).
constexpr unsigned repetition_cutoff(unsigned bits) { return 1 + (kFalseAlarm + bits - 1) / bits; }

/// 1 + CRITBINOM(W, 2^-H, 1 - alpha), by H; health_tests_test.cc computes it.
constexpr uint16_t kProportionCutoffs[] = {311, 177, 103, 62, 39, 25, 18, 13};

}  // namespace

bool HealthTests::accept(uint8_t sample) {
  const bool repeats_little = this->repeats_little(sample);
  return is_in_proportion(sample) && repeats_little;
}

bool HealthTests::repeats_little(uint8_t sample) {
  if (repetitions_ == 0 || sample != last_) {
    last_ = sample;
    repetitions_ = 1;
    return true;
  }
  return ++repetitions_ < repetition_cutoff(std::to_underlying(quality_));
}

bool HealthTests::is_in_proportion(uint8_t sample) {
  if (seen_ == 0) {
    counted_ = sample;
    count_ = 0;
  }
  if (sample == counted_) ++count_;
  seen_ = static_cast<uint16_t>((seen_ + 1) % kWindow);
  return count_ < kProportionCutoffs[std::to_underlying(quality_) - 1];
}

}  // namespace tls_se
