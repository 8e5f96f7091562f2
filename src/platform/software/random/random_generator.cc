#include "platform/software/random/random_generator.h"

#include <utility>

#include "se/crypto_lib/sha256.h"

namespace tls_se {
namespace {

/// SP 800-90B section 3.1.5.1.2: a vetted function gives full entropy if it takes in 64 bits more.
constexpr size_t kBitsToCondition = 8 * kSha256Size + 64;

/// Notes what was noted before again, so that it is not lost, and tells whether more was since.
class Watch {
 public:
  explicit Watch(Crypto& crypto) : crypto_(crypto), failed_before_(crypto.take_failure()) {}

  [[nodiscard]] bool has_failed() {
    const bool failed = crypto_.take_failure();
    if (failed || failed_before_) crypto_.note(CryptoStatus::failed);
    return failed;
  }

 private:
  Crypto& crypto_;
  bool failed_before_;
};

}  // namespace

CryptoStatus RandomGenerator::start() {
  is_ready_ = false;
  Watch watch(crypto_);
  const bool is_seeded = test_and_seed();
  return finish(!watch.has_failed() && is_seeded);
}

CryptoStatus RandomGenerator::fill(const MutableBytes& out) {
  if (!is_ready_) {
    wipe(out);
    return CryptoStatus::failed;
  }
  Watch watch(crypto_);
  const bool is_generated = generate(out);
  const CryptoStatus status = finish(!watch.has_failed() && is_generated);
  if (status != CryptoStatus::done) wipe(out);
  return status;
}

CryptoStatus RandomGenerator::finish(bool is_done) {
  is_ready_ = is_done;
  if (is_done) return CryptoStatus::done;
  drbg_.clear();
  return CryptoStatus::failed;
}

bool RandomGenerator::test_and_seed() {
  tests_.restart();
  requests_ = 0;
  seedings_ = 1;
  if (!take_samples(kStartUpSamples, [](const Bytes&) {})) return false;
  // SP 800-90A section 8.6.7: the nonce may come from where the entropy does.
  Secret<2 * kSha256Size> entropy_and_nonce;
  const auto bytes = entropy_and_nonce.bytes();
  if (!take_entropy(bytes.first<kSha256Size>())) return false;
  if (!take_entropy(bytes.last<kSha256Size>())) return false;
  drbg_.instantiate(bytes);
  return true;
}

bool RandomGenerator::generate(const MutableBytes& out) {
  size_t at = 0;
  do {
    if (requests_ >= reseed_interval_) {
      Secret<kSha256Size> entropy;
      if (!take_entropy(entropy.bytes())) return false;
      drbg_.reseed(entropy.bytes());
      requests_ = 0;
      ++seedings_;
    }
    const size_t left = out.size() - at;
    const size_t size = left < HmacDrbg::kMaxRequest ? left : HmacDrbg::kMaxRequest;
    drbg_.generate(out.subspan(at, size));
    ++requests_;
    at += size;
  } while (at != out.size());
  return true;
}

bool RandomGenerator::take_entropy(Entropy entropy) {
  const size_t bits = std::to_underlying(quality_);
  Sha256 hash(crypto_);
  hash.start();
  const bool is_taken = take_samples((kBitsToCondition + bits - 1) / bits,
                                     [&](const Bytes& samples) { hash.add(samples); });
  hash.finish(entropy);
  hash.clear();
  return is_taken;
}

/// Tests each; uses some at a time.
template <typename Use>
bool RandomGenerator::take_samples(size_t count, const Use& use) {
  Secret<16> raw;
  while (count != 0) {
    const MutableBytes samples =
        MutableBytes(raw.bytes()).first(count < raw.bytes().size() ? count : raw.bytes().size());
    if (!source_.fill(samples)) return false;
    for (const uint8_t sample : samples) {
      if (!tests_.accept(sample)) return false;
    }
    use(samples);
    count -= samples.size();
  }
  return true;
}

}  // namespace tls_se
