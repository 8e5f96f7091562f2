// Nothing secret leaves a card: every answer is held against what the card keeps secret, eight
// bytes at a time. Those that tests give it and that it is given by commands; and by its platform,
// on which the card computes, what it derives: shared secrets, the secrets of the key schedule,
// keys and IVs.
//
// Eight equal bytes are no secret of anybody's: padding looks so.
#pragma once

#include <bitset>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "platform/host/host_crypto.h"

namespace tls_se::test {

class SecretWatch {
 public:
  static constexpr size_t kWindow = 8;

  void tell(const Bytes& secret);
  /// A command that brings the card keys or PINs is understood, unless it is in a chain.
  void tell_command(const Bytes& command);
  /// Eight bytes in a row of what was told.
  [[nodiscard]] bool is_in(const Bytes& response) const;
  /// A failure of the test that runs, if so.
  void expect_none_in(const Bytes& response, const Bytes& command) const;

 private:
  void tell_object(uint8_t tag, uint8_t second_of_tag, const Bytes& value);

  std::unordered_set<uint64_t> windows_;
  std::bitset<1 << 16> hashes_;  // of the windows, for most answers' bytes to be done with soon
};

/// Tells what the card derives.
class WatchedCrypto : public HostCrypto {
 public:
  using HostCrypto::HostCrypto;
  [[nodiscard]] SecretWatch& watch() { return watch_; }

  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override;
  CryptoStatus aes128_load(AesSlot slot, std::span<const uint8_t, kAes128KeySize> key) override;
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override;
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override;
  CryptoStatus x25519_generate(KeyPairSlot slot,
                               std::span<uint8_t, kX25519Size> public_key) override;
  CryptoStatus x25519_agree(KeyPairSlot slot, std::span<const uint8_t, kX25519Size> peer,
                            std::span<uint8_t, kX25519Size> secret) override;
  CryptoStatus aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                         const MutableBytes& tag) override;

 private:
  SecretWatch watch_;
};

/// Tells the private keys that are born on the card.
class WatchedKeyMaker final : public HostKeyMaker {
 public:
  explicit WatchedKeyMaker(SecretWatch& watch) : watch_(watch) {}
  CryptoStatus p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                  std::span<uint8_t, kP256PointSize> public_key) override;

 private:
  SecretWatch& watch_;
};

}  // namespace tls_se::test
