// The parts of a host's platform, each alone and by name: for tools, and for tests that have a say
// in what a part does.
#pragma once

#include "platform/host/host_platform.h"

namespace tls_se {

/// One for each element; not for two threads at a time. Throws as make_host_parts() does.
class HostCrypto : public Crypto {
 public:
  /// For so many sessions.
  explicit HostCrypto(size_t sessions = 1, HostPlatform platform = default_host_platform());
  virtual ~HostCrypto() = default;

  void use_keys(const KeyBytes* keys);

  CryptoStatus random(const MutableBytes& out) override;
  CryptoStatus sha256_start(Sha256State& state) override;
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override;
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override;
  CryptoStatus aes128_load(AesSlot slot, std::span<const uint8_t, kAes128KeySize> key) override;
  void aes128_clear(AesSlot slot) override;
  CryptoStatus aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                              std::span<uint8_t, kAesBlockSize> out) override;
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override;
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override;
  CryptoStatus x25519_generate(KeyPairSlot slot,
                               std::span<uint8_t, kX25519Size> public_key) override;
  CryptoStatus x25519_agree(KeyPairSlot slot, std::span<const uint8_t, kX25519Size> peer,
                            std::span<uint8_t, kX25519Size> secret) override;
  void key_pair_clear(KeyPairSlot slot) override;
  CryptoStatus aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                         const MutableBytes& tag) override;
  CryptoStatus aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                         const Bytes& tag) override;

 protected:
  [[nodiscard]] Bytes find_key(KeyHandle key) const override {
    return keys_ == nullptr ? Bytes{} : keys_->find(key);
  }
  [[nodiscard]] std::span<uint8_t, kP256ScalarSize> private_key_in(KeyPairSlot slot) {
    return parts_->private_key_in(slot);
  }

 private:
  const std::unique_ptr<HostParts> parts_;
  Crypto& crypto_;
  const KeyBytes* keys_ = nullptr;
};

/// Not for two threads at a time.
class HostSignatures : public Signatures {
 public:
  explicit HostSignatures(HostPlatform platform = default_host_platform());
  virtual ~HostSignatures() = default;

  void use_keys(const KeyBytes* keys) { parts_->use_keys(keys); }

  CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                    std::span<uint8_t, kMaxDigestSize> digest) override;
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override;
  CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override;

 private:
  const std::unique_ptr<HostParts> parts_;
};

/// Not for two threads at a time.
class HostKeyMaker : public KeyMaker {
 public:
  explicit HostKeyMaker(HostPlatform platform = default_host_platform());
  virtual ~HostKeyMaker() = default;

  CryptoStatus p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                  std::span<uint8_t, kP256PointSize> public_key) override;
  CryptoStatus p256_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                               std::span<uint8_t, kP256PointSize> public_key) override;

 private:
  const std::unique_ptr<HostParts> parts_;
};

}  // namespace tls_se
