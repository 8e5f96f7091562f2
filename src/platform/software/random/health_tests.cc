#include "platform/software/random/health_tests.h"

#include <array>
#include <utility>

#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr unsigned kFalseAlarm = 20;  // alpha = 2^-20
constexpr unsigned kWindow = 512;     // section 4.4.2, of a source that is not binary

/// 1 + ceil(-log2(alpha) / H), by H.
constexpr auto kRepetitionCutoffs = [] {
  std::array<uint8_t, 8> cutoffs{};
  for (unsigned bits = 1; bits <= cutoffs.size(); ++bits)
    cutoffs[bits - 1] = static_cast<uint8_t>(1 + (kFalseAlarm + bits - 1) / bits);
  return cutoffs;
}();

/// 1 + CRITBINOM(W, 2^-H, 1 - alpha), by H; health_tests_test.cc computes it.
constexpr uint16_t kProportionCutoffs[] = {311, 177, 103, 62, 39, 25, 18, 13};

/// 1 or 0, and no branch: keys are made of these.
unsigned is_same(uint8_t a, uint8_t b) { return hide((uint32_t{a} ^ b) - 1) >> 31; }

}  // namespace

bool HealthTests::accept(uint8_t sample) {
  const bool repeats_little = this->repeats_little(sample);
  const bool is_in_proportion = this->is_in_proportion(sample);
  return repeats_little & is_in_proportion;
}

bool HealthTests::repeats_little(uint8_t sample) {
  repetitions_ = static_cast<uint8_t>(repetitions_ * is_same(sample, last_) + 1);
  last_ = sample;
  return repetitions_ < kRepetitionCutoffs[std::to_underlying(quality_) - 1];
}

bool HealthTests::is_in_proportion(uint8_t sample) {
  if (seen_ == 0) {
    counted_ = sample;
    count_ = 0;
  }
  count_ = static_cast<uint16_t>(count_ + is_same(sample, counted_));
  seen_ = static_cast<uint16_t>((seen_ + 1) % kWindow);
  return count_ < kProportionCutoffs[std::to_underlying(quality_) - 1];
}

}  // namespace tls_se
