// What makes a fuzz run the same each time, and quick: randomness that repeats, and a curve that is
// none. A private key is the X of its point and Y is its complement, the shared secret a sum, and
// who knows the public key can sign; all else is as it is.
#pragma once

#include <algorithm>
#include <vector>

#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"
#include "se/base/secret.h"

namespace tls_se::fuzz {

using Buffer = std::vector<uint8_t>;

inline void require(bool condition) {
  if (!condition) __builtin_trap();
}

class StandInCrypto final : public OpensslCrypto {
 public:
  void start_again(uint64_t seed) { state_ = seed; }

  [[nodiscard]] bool random(const MutableBytes& out) override {
    for (uint8_t& byte : out) {
      state_ = state_ * 6364136223846793005 + 1442695040888963407;
      byte = static_cast<uint8_t>(state_ >> 56);
    }
    return true;
  }
  [[nodiscard]] bool p256_generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                                   std::span<uint8_t, kP256PointSize> public_point) override {
    public_point[0] = 4;
    for (size_t i = 0; i < private_key.size(); ++i) {
      if (!random(private_key.subspan(i, 1))) return false;
      public_point[1 + i] = private_key[i];
      public_point[33 + i] = static_cast<uint8_t>(~private_key[i]);
    }
    return true;
  }
  [[nodiscard]] bool p256_ecdh(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                               std::span<const uint8_t, kP256PointSize> peer,
                               std::span<uint8_t, kP256SecretSize> secret) override {
    bool on_curve = peer[0] == 4;
    for (size_t i = 0; i < secret.size(); ++i) {
      on_curve = on_curve && (peer[1 + i] ^ peer[33 + i]) == 0xff;
      secret[i] = static_cast<uint8_t>(private_key[i] + peer[1 + i]);
    }
    if (!on_curve) wipe(secret);
    return on_curve;
  }

 private:
  uint64_t state_ = 0;
};

class StandInSignatures final : public OpensslSignatures {
 public:
  /// All that authorities are said to have signed counts as signed: no fuzzer finds a signature.
  explicit StandInSignatures(std::vector<Bytes> authorities)
      : authorities_(std::move(authorities)) {}

  [[nodiscard]] bool p256_ecdsa_sign(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                                     const Bytes& digest,
                                     std::span<uint8_t, kP256SignatureSize> r_s) override {
    Buffer signed_bytes(private_key.begin(), private_key.end());
    signed_bytes.insert(signed_bytes.end(), digest.begin(), digest.end());
    return hash(HashAlgorithm::sha512, signed_bytes, r_s) == r_s.size();
  }
  [[nodiscard]] bool p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                       const Bytes& digest,
                                       std::span<const uint8_t, kP256SignatureSize> r_s) override {
    for (const Bytes& authority : authorities_) {
      if (same_bytes(public_key, authority)) return true;
    }
    std::array<uint8_t, kP256SignatureSize> right;
    return p256_ecdsa_sign(public_key.subspan<1, kP256PrivateKeySize>(), digest, right) &&
           std::ranges::equal(right, r_s);
  }

 private:
  const std::vector<Bytes> authorities_;  // points
};

}  // namespace tls_se::fuzz
