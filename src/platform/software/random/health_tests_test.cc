#include "platform/software/random/health_tests.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "support/differential.h"

namespace tls_se {
namespace {

constexpr int kProportionWindow = 512;

/// SP 800-90B section 4.4.1, of the formula there.
int repetition_cutoff_of(int bits) { return 1 + static_cast<int>(std::ceil(20.0 / bits)); }

/// Section 4.4.2: 1 + the least k that so many successes or fewer have a probability of 1 - 2^-20.
int proportion_cutoff_of(int bits) {
  const double p = std::pow(2.0, -bits);
  double more = 1;  // the probability of more than k
  for (int k = 0;; ++k) {
    more -= std::exp(std::lgamma(kProportionWindow + 1) - std::lgamma(k + 1) -
                     std::lgamma(kProportionWindow - k + 1) + k * std::log(p) +
                     (kProportionWindow - k) * std::log1p(-p));
    if (more <= std::pow(2.0, -20)) return k + 1;
  }
}

bool accepts_all(HealthTests& tests, const std::vector<uint8_t>& samples) {
  bool is_good = true;
  for (const uint8_t sample : samples) is_good = tests.accept(sample) && is_good;
  return is_good;
}

/// A window that begins with 7 and has so many of it, as far apart as they may be.
std::vector<uint8_t> window_with(int count) {
  std::vector<uint8_t> samples(kProportionWindow);
  int placed = 0;
  for (int i = 0; i < kProportionWindow; ++i) {
    const bool is_due = placed * kProportionWindow <= i * count;
    samples[i] = static_cast<uint8_t>(is_due ? 7 : 8 + i % 200);
    placed += is_due;
  }
  EXPECT_EQ(placed, count);
  return samples;
}

class HealthTestsOf : public testing::TestWithParam<int> {
 protected:
  [[nodiscard]] HealthTests tests() const {
    return HealthTests(static_cast<NoiseQuality>(GetParam()));
  }
};
INSTANTIATE_TEST_SUITE_P(Bits, HealthTestsOf, testing::Range(1, 9));

TEST_P(HealthTestsOf, AStuckSourceIsFoundAtTheCutoff) {
  const auto cutoff = static_cast<size_t>(repetition_cutoff_of(GetParam()));
  HealthTests tests = this->tests();
  EXPECT_TRUE(accepts_all(tests, std::vector<uint8_t>(cutoff - 1, 0xa5)));
  EXPECT_TRUE(tests.accept(0xa4));
  EXPECT_TRUE(accepts_all(tests, std::vector<uint8_t>(cutoff - 1, 0xa5)));
  EXPECT_FALSE(tests.accept(0xa5));
  tests.restart();
  EXPECT_TRUE(tests.accept(0xa5));
}

TEST_P(HealthTestsOf, ABiasedSourceIsFoundAtTheCutoff) {
  const int cutoff = proportion_cutoff_of(GetParam());
  HealthTests tests = this->tests();
  for (int window = 0; window < 3; ++window) {
    EXPECT_TRUE(accepts_all(tests, window_with(cutoff - 1))) << cutoff << " in window " << window;
  }
  EXPECT_FALSE(accepts_all(tests, window_with(cutoff))) << cutoff;
}

TEST_P(HealthTestsOf, GoodNoiseIsAccepted) {
  Chance chance(11);
  HealthTests tests = this->tests();
  EXPECT_TRUE(accepts_all(tests, chance.bytes(200'000)));
}

// What is in the next window does not count in this.
TEST(HealthTests, AWindowEnds) {
  const int cutoff = proportion_cutoff_of(8);
  HealthTests tests(NoiseQuality::eight);
  std::vector<uint8_t> samples = window_with(1);
  for (int i = 2; i < cutoff; ++i) samples[samples.size() - 2 * i] = 7;
  EXPECT_TRUE(accepts_all(tests, samples));
  EXPECT_TRUE(tests.accept(1));
  EXPECT_TRUE(tests.accept(7));
}

}  // namespace
}  // namespace tls_se
