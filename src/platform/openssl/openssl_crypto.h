// The crypto seam over Debian's libcrypto, for a secure element in a host process; entropy is the
// kernel's. Fast: nothing is fetched or allocated per operation that libcrypto lets us keep.
#pragma once

#include "platform/openssl/aes128_slot.h"
#include "platform/openssl/p256.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// One for each element; not for two threads at a time.
class OpensslCrypto : public Crypto {
 public:
  /// Throws std::runtime_error if libcrypto fails.
  OpensslCrypto() = default;
  OpensslCrypto(const OpensslCrypto&) = delete;
  OpensslCrypto& operator=(const OpensslCrypto&) = delete;
  virtual ~OpensslCrypto() = default;

  [[nodiscard]] bool random(const MutableBytes& out) override;

  void sha256_start(Sha256State& state) final;
  void sha256_update(Sha256State& state, const Bytes& data) final;
  void sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) final;

  [[nodiscard]] bool aes128_load(KeySlot slot, std::span<const uint8_t, kAes128KeySize> key) final;
  void aes128_clear(KeySlot slot) final;
  void aes128_encrypt(KeySlot slot, std::span<const uint8_t, kAesBlockSize> in,
                      std::span<uint8_t, kAesBlockSize> out) final;

  [[nodiscard]] bool p256_generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                                   std::span<uint8_t, kP256PointSize> public_point) override;
  [[nodiscard]] bool p256_ecdh(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                               std::span<const uint8_t, kP256PointSize> peer,
                               std::span<uint8_t, kP256SecretSize> secret) override;

  AeadOutcome aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                        const MutableBytes& tag) override;
  AeadOutcome aead_open(AeadAlgorithm algorithm, const AeadInput& input, const Bytes& tag) override;

 private:
  Aes128Slot& slot(KeySlot slot) { return slot == KeySlot::read ? read_ : write_; }

  P256 p256_;
  Aes128Slot read_;
  Aes128Slot write_;
};

}  // namespace tls_se
