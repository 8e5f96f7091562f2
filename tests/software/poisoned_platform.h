// The software platform, whose secrets are all memory of no value to memcheck. What is public by
// the protocol is published where it comes out of the platform; nothing else is.
#pragma once

#include <string_view>

#include "platform/software/software_crypto.h"
#include "platform/software/software_signatures.h"
#include "support/differential.h"

namespace tls_se {

/// A fault, to be found by memcheck: where this secret passes by, it is branched on, or is an
/// index.
struct Planted {
  std::string_view secret;
  bool is_index = false;
};
inline Planted planted;

/// How often the result of a comparison in constant time was told.
inline int compared = 0;

/// The raw noise of a port. So the state of the generator is secret, and all that comes of it.
class PoisonedNoise final : public NoiseSource {
 public:
  [[nodiscard]] bool fill(const MutableBytes& raw) override;

 private:
  Chance chance_{0x5eed};
};

/// What the element sees of the platform, which itself sees only its own.
class PoisonedCrypto final : public Crypto {
 public:
  /// Of CCM it has the platform's, or the element's own; GCM is the element's.
  explicit PoisonedCrypto(bool offers_ccm) : offers_ccm_(offers_ccm) {}

  CryptoStatus start() { return platform_.start(); }
  void use_keys(const KeyBytes* keys);
  /// For what is a part of the same platform.
  [[nodiscard]] Crypto& platform() { return platform_; }

  CryptoStatus random(const MutableBytes& out) override;
  CryptoStatus sha256_start(Sha256State& state) override { return platform_.sha256_start(state); }
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override {
    return platform_.sha256_update(state, data);
  }
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    return platform_.sha256_finish(state, digest);
  }
  CryptoStatus hmac_sha256(KeyHandle key, const Bytes& data,
                           std::span<uint8_t, kSha256Size> mac) override;
  CryptoStatus aes128_load(AesSlot slot, std::span<const uint8_t, kAes128KeySize> key) override;
  void aes128_clear(AesSlot slot) override { platform_.aes128_clear(slot); }
  CryptoStatus aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                              std::span<uint8_t, kAesBlockSize> out) override {
    return platform_.aes128_encrypt(slot, in, out);
  }
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override;
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override;
  void key_pair_clear(KeyPairSlot slot) override { platform_.key_pair_clear(slot); }
  CryptoStatus aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                         const MutableBytes& tag) override;
  CryptoStatus aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                         const Bytes& tag) override;

 private:
  const bool offers_ccm_;
  const KeyBytes* keys_ = nullptr;
  PoisonedNoise noise_;
  std::array<SoftwareAes128, kAesSlotsPerSession> aes_;
  std::array<SoftwareCrypto::PrivateKey, 1> key_pairs_;
  SoftwareCrypto platform_{{aes_, key_pairs_}, noise_, NoiseQuality::eight};
};

class PoisonedSignatures final : public Signatures {
 public:
  explicit PoisonedSignatures(PoisonedCrypto& crypto) : platform_(crypto.platform()) {}

  void use_keys(const KeyBytes* keys);

  CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                    std::span<uint8_t, kMaxDigestSize> digest) override {
    return platform_.hash(algorithm, data, digest);
  }
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override;
  CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override;

 private:
  const KeyBytes* keys_ = nullptr;
  SoftwareSignatures platform_;
};

}  // namespace tls_se
