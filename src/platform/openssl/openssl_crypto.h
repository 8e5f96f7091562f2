// The crypto seam over Debian's libcrypto, for a secure element in a host process; entropy is the
// kernel's. Fast: nothing is fetched or allocated per operation that libcrypto lets us keep.
#pragma once

#include <utility>
#include <vector>

#include "platform/openssl/aes128_slot.h"
#include "platform/openssl/p256.h"
#include "platform/openssl/x25519.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// One for each element; not for two threads at a time.
class OpensslCrypto : public Crypto {
 public:
  /// For so many sessions. Throws std::runtime_error if libcrypto fails.
  explicit OpensslCrypto(size_t sessions = 1)
      : aes_(kAesSlotsPerSession * sessions), key_pairs_(sessions) {}
  OpensslCrypto(const OpensslCrypto&) = delete;
  OpensslCrypto& operator=(const OpensslCrypto&) = delete;
  virtual ~OpensslCrypto() = default;

  /// libcrypto has no key store: these outlive the platform, and are null without key objects.
  void use_keys(const KeyBytes* keys) { keys_ = keys; }

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
  /// Of this slot; all zero while it is empty.
  [[nodiscard]] std::span<uint8_t, kP256PrivateKeySize> private_key_in(KeyPairSlot slot) {
    return key_pairs_[std::to_underlying(slot)].bytes();
  }

 private:
  static_assert(kX25519PrivateKeySize == kP256PrivateKeySize);  // either, in a slot
  struct PrivateKey : Secret<kP256PrivateKeySize> {
    PrivateKey() { clear(); }
  };
  Aes128Slot& aes(AesSlot slot) { return aes_[std::to_underlying(slot)]; }

  const KeyBytes* keys_ = nullptr;
  P256 p256_;
  std::vector<Aes128Slot> aes_;
  std::vector<PrivateKey> key_pairs_;
};

}  // namespace tls_se
