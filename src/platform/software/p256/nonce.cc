#include "platform/software/p256/nonce.h"

#include "se/crypto_lib/hmac.h"

namespace tls_se::p256 {
namespace {

/// One candidate of 2^32 is out of range.
constexpr int kMostCandidates = 4;

/// K and V of HMAC_DRBG (NIST SP 800-90A section 10.1.2).
class Generator {
 public:
  explicit Generator(Crypto& crypto) : crypto_(crypto) {
    key_.clear();
    for (uint8_t& byte : v()) byte = 1;
  }

  /// The places for what a seed is made of: x || h1 || k', of which the last may be shorter.
  [[nodiscard]] std::span<uint8_t, kNumberBytes> private_key() { return part<1>(); }
  [[nodiscard]] std::span<uint8_t, kNumberBytes> hash() { return part<2>(); }
  [[nodiscard]] std::span<uint8_t, kNumberBytes> added() { return part<3>(); }

  /// K = HMAC_K(V || separator || seed), V = HMAC_K(V)
  void update(uint8_t separator, size_t seed_size) {
    message_.bytes()[kSha256Size] = separator;
    hmac_sha256(crypto_, key_.bytes(), Bytes(message_.bytes()).first(kSha256Size + 1 + seed_size),
                key_.bytes());
    next();
  }
  /// V = HMAC_K(V)
  std::span<const uint8_t, kSha256Size> next() {
    hmac_sha256(crypto_, key_.bytes(), v(), v());
    return v();
  }

 private:
  [[nodiscard]] std::span<uint8_t, kSha256Size> v() {
    return message_.bytes().first<kSha256Size>();
  }
  template <size_t i>
  [[nodiscard]] std::span<uint8_t, kNumberBytes> part() {
    return message_.bytes().subspan<1 + i * kNumberBytes, kNumberBytes>();
  }

  Crypto& crypto_;
  Secret<kSha256Size> key_;
  Secret<kSha256Size + 1 + 2 * kNumberBytes + kMaxAddedSize> message_;  // V and what follows it
};

}  // namespace

bool make_nonce(Crypto& crypto, Scalar& nonce,
                std::span<const uint8_t, kP256ScalarSize> private_key, const Scalar& hash,
                const Bytes& added) {
  if (added.size() > kMaxAddedSize) return false;
  Generator generator(crypto);
  copy_bytes(generator.private_key(), private_key);
  store(generator.hash(), hash);
  copy_bytes(generator.added(), added);
  const size_t seed_size = 2 * kNumberBytes + added.size();
  generator.update(0, seed_size);
  generator.update(1, seed_size);
  for (int candidates = 0; candidates < kMostCandidates; ++candidates) {
    load(nonce, generator.next());
    if (crypto.take_failure()) return false;
    if (reveal(is_in_range(nonce))) return true;
    generator.update(0, 0);
  }
  return false;
}

}  // namespace tls_se::p256
