// A test platform: the host's, but what a handshake takes from chance is replayed, so that a
// recorded session comes out byte for byte. No card can be switched to it: whoever builds the
// element chooses the platform.
#pragma once

#include "platform/host/host_crypto.h"
#include "platform/recorded/recorded_values.h"

namespace tls_se {

class RecordedCrypto final : public HostCrypto {
 public:
  /// Throws std::runtime_error if a value has not its size, or the host's platform fails.
  explicit RecordedCrypto(RecordedValues values);

  /// server_random, once: a second session would be another than the recorded one.
  CryptoStatus random(const MutableBytes& out) override;
  /// The recorded key share, and no private key.
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override;
  /// The recorded shared secret.
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override;

  using HostCrypto::private_key_in;

  // Not offered, so that a replay goes through the element's own AES-CCM.
  CryptoStatus aead_seal(AeadAlgorithm, const AeadInput&, const MutableBytes&) override {
    return CryptoStatus::not_offered;
  }
  CryptoStatus aead_open(AeadAlgorithm, const AeadInput&, const Bytes&) override {
    return CryptoStatus::not_offered;
  }

 private:
  RecordedValues values_;
};

}  // namespace tls_se
