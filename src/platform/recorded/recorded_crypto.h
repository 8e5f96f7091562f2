// A test platform: libcrypto, but what a handshake takes from chance is replayed, so that a
// recorded session comes out byte for byte. No card can be switched to it: whoever builds the
// element chooses the platform.
#pragma once

#include "platform/openssl/openssl_crypto.h"
#include "platform/recorded/recorded_values.h"

namespace tls_se {

class RecordedCrypto final : public OpensslCrypto {
 public:
  /// Throws std::runtime_error if a value has not its size, or libcrypto fails.
  explicit RecordedCrypto(RecordedValues values);

  /// server_random, once: a second session would be another than the recorded one.
  [[nodiscard]] bool random(const MutableBytes& out) override;
  /// The recorded key share, and no private key (all zero).
  [[nodiscard]] bool p256_generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                                   std::span<uint8_t, kP256PointSize> public_point) override;
  /// The recorded shared secret.
  [[nodiscard]] bool p256_ecdh(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                               std::span<const uint8_t, kP256PointSize> peer,
                               std::span<uint8_t, kP256SecretSize> secret) override;

  // Not offered, so that a replay goes through the element's own AES-CCM.
  AeadOutcome aead_seal(AeadAlgorithm, const AeadInput&, const MutableBytes&) override {
    return AeadOutcome::not_offered;
  }
  AeadOutcome aead_open(AeadAlgorithm, const AeadInput&, const Bytes&) override {
    return AeadOutcome::not_offered;
  }

 private:
  RecordedValues values_;
};

}  // namespace tls_se
