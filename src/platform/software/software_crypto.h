// The crypto seam in software, for a chip without engines: SHA-256, AES-128 two blocks at a time,
// secp256r1, and random bytes from the port's raw noise. No heap; the slots are the port's memory.
#pragma once

#include "platform/software/aes/aes128.h"
#include "platform/software/random/random_generator.h"
#include "se/base/secret.h"

namespace tls_se {

/// A key pair made ahead of need.
class PreparedKeyPair {
 public:
  [[nodiscard]] bool is_ready() const { return is_ready_; }
  CryptoStatus make(Crypto& crypto);
  /// It is not ready afterwards, and has nothing left.
  void take(Secret<32>& private_key, std::span<uint8_t, kP256PointSize> public_point);
  void clear();

 private:
  bool is_ready_ = false;
  Secret<32> private_key_;
  std::array<uint8_t, kP256PointSize> public_point_;
};

/// Not for two threads at a time.
class SoftwareCrypto final : public Crypto {
 public:
  using PrivateKey = Secret<32>;
  /// As many of each as the card's sessions want (se/crypto_lib/crypto.h). Whoever owns them leaves
  /// them where they are for as long as the platform lives.
  struct Slots {
    std::span<SoftwareAes128> aes;
    std::span<PrivateKey> key_pairs;
    PreparedKeyPair* ahead = nullptr;  // null where RAM forbids
  };

  SoftwareCrypto(Slots slots, NoiseSource& noise, NoiseQuality quality)
      : slots_(slots), random_(*this, noise, quality) {}
  SoftwareCrypto(const SoftwareCrypto&) = delete;
  SoftwareCrypto& operator=(const SoftwareCrypto&) = delete;

  /// When power comes, and never while a session is open: all slots are emptied, and what one of
  /// them encrypts then anybody can decrypt. `failed` if the noise is not what it should be: then
  /// there are no keys and no nonces until it is done, and a card answers 6F01.
  CryptoStatus start();
  /// There is no key store: these outlive the platform, and are null without key objects.
  void use_keys(const KeyBytes* keys) { keys_ = keys; }
  /// How often fresh noise has been taken since start().
  [[nodiscard]] uint32_t seedings() const { return random_.seedings(); }

  /// For a port to call while the line is idle: makes the key pair of the next p256_generate(), if
  /// there is none yet and a place for it.
  CryptoStatus prepare();

  CryptoStatus random(const MutableBytes& out) override { return random_.fill(out); }

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
  void key_pair_clear(KeyPairSlot slot) override;

  // CCM, which has two blocks at a time; GCM is the element's own.
  CryptoStatus aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                         const MutableBytes& tag) override;
  CryptoStatus aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                         const Bytes& tag) override;

 private:
  [[nodiscard]] Bytes find_key(KeyHandle key) const override {
    return keys_ == nullptr ? Bytes{} : keys_->find(key);
  }
  SoftwareAes128& aes(AesSlot slot) { return slots_.aes[static_cast<size_t>(slot)]; }
  PrivateKey& key_pair(KeyPairSlot slot) { return slots_.key_pairs[static_cast<size_t>(slot)]; }

  const Slots slots_;
  RandomGenerator random_;
  const KeyBytes* keys_ = nullptr;
};

}  // namespace tls_se
