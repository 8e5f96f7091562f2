// Random bytes for a chip, from its raw noise: tested (SP 800-90B section 4), conditioned with
// SHA-256 and stretched by HMAC_DRBG (SP 800-90A). Once a test has failed, or the source, or the
// hash, nothing is given out until start() has done all of its tests again.
#pragma once

#include "platform/software/random/health_tests.h"
#include "platform/software/random/hmac_drbg.h"

namespace tls_se {

class RandomGenerator {
 public:
  /// Samples that are tested, and thrown away, before the first is used: section 4.3,
  /// requirement 4.
  static constexpr size_t kStartUpSamples = 1024;
  /// Requests until it takes fresh entropy. SP 800-90A would allow 2^48.
  static constexpr uint32_t kReseedInterval = 1024;

  /// Whose hash is used, and what the port has. Nothing is read before start().
  RandomGenerator(Crypto& crypto, NoiseSource& source, NoiseQuality quality,
                  uint32_t reseed_interval = kReseedInterval)
      : crypto_(crypto),
        source_(source),
        quality_(quality),
        reseed_interval_(reseed_interval),
        tests_(quality),
        drbg_(crypto) {}

  /// When power comes. `failed`, and so is all that follows, if the noise is not what it should be.
  /// Noise that is just as good as its quality says fails once in a thousand times: a port may try
  /// it again, two or three times.
  CryptoStatus start();
  /// `failed`, and `out` wiped, without a start() that was done since the last failure.
  CryptoStatus fill(const MutableBytes& out);

  /// start() was done, and nothing has failed since.
  [[nodiscard]] bool is_ready() const { return is_ready_; }
  /// How often it was seeded since start().
  [[nodiscard]] uint32_t seedings() const { return seedings_; }

 private:
  using Entropy = std::span<uint8_t, kSha256Size>;

  [[nodiscard]] bool test_and_seed();
  [[nodiscard]] bool generate(const MutableBytes& out);
  [[nodiscard]] bool take_entropy(Entropy entropy);
  template <typename Use>
  [[nodiscard]] bool take_samples(size_t count, const Use& use);
  CryptoStatus finish(bool is_done);

  Crypto& crypto_;
  NoiseSource& source_;
  NoiseQuality quality_;
  bool is_ready_ = false;
  uint32_t reseed_interval_;
  uint32_t requests_ = 0;  // since it was seeded
  uint32_t seedings_ = 0;
  HealthTests tests_;
  HmacDrbg drbg_;
};

}  // namespace tls_se
