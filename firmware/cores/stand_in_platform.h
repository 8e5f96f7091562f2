// A platform without cryptography, with which two elements still understand each other: what is
// counted with it is the element's own work. A hash is the number of bytes hashed, of a block one
// byte is encrypted, there is one point and one shared secret, and every signature is right.
#pragma once

#include "se/crypto_lib/signatures.h"

namespace tls_se {

class StandInCrypto final : public Crypto {
 public:
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
  void key_pair_clear(KeyPairSlot) override {}

 protected:
  [[nodiscard]] Bytes find_key(KeyHandle key) const override { return keys_->find(key); }

 private:
  const KeyBytes* keys_ = nullptr;
  std::array<std::array<uint8_t, kAes128KeySize>, kAesSlotsPerSession> aes_keys_{};
};

class StandInSignatures final : public Signatures {
 public:
  explicit StandInSignatures(Crypto&) {}
  void use_keys(const KeyBytes*) {}

  CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                    std::span<uint8_t, kMaxDigestSize> digest) override;
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override;
  CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override;
};

/// A platform, as the items take one: when power comes it is started, and its parts are told by
/// use_keys() where the keys are.
struct StandIn {
  [[nodiscard]] CryptoStatus start() { return CryptoStatus::done; }

  StandInCrypto crypto;
  StandInSignatures signatures{crypto};
};

}  // namespace tls_se
