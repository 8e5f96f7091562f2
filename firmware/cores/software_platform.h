// The software platform, with noise that is the same on every run.
#pragma once

#include "platform/software/software_crypto.h"
#include "platform/software/software_signatures.h"

namespace tls_se {

/// What a generator of Knuth's makes: it passes the health tests.
class FixedNoise final : public NoiseSource {
 public:
  bool fill(const MutableBytes& raw) override {
    for (uint8_t& byte : raw) {
      state_ = state_ * 1664525 + 1013904223;
      byte = static_cast<uint8_t>(state_ >> 24);
    }
    return true;
  }

 private:
  uint32_t state_ = 1;
};

/// With a key pair made ahead of need, once it is started, or without.
template <bool ahead>
struct SoftwareWith {
  SoftwareWith() = default;
  SoftwareWith(const SoftwareWith&) = delete;
  SoftwareWith& operator=(const SoftwareWith&) = delete;

  [[nodiscard]] CryptoStatus start() {
    const CryptoStatus status = crypto.start();
    return status == CryptoStatus::done ? crypto.prepare() : status;
  }

  FixedNoise noise;
  std::array<SoftwareAes128, kAesSlotsPerSession> aes;
  std::array<SoftwareCrypto::PrivateKey, 1> key_pairs;
  PreparedKeyPair prepared;
  SoftwareCrypto crypto{{aes, key_pairs, ahead ? &prepared : nullptr}, noise, NoiseQuality::four};
  SoftwareSignatures signatures{crypto};
};

using Software = SoftwareWith<false>;
using SoftwareAhead = SoftwareWith<true>;

}  // namespace tls_se
