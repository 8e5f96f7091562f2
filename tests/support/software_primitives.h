// For tests: the crypto seam with hash, AES and CCM in software, as a chip without engines has
// them. What is not symmetric is libcrypto's.
#pragma once

#include <array>
#include <utility>

#include "platform/openssl/openssl_crypto.h"
#include "platform/software/aes/ccm.h"
#include "platform/software/sha2/sha256.h"

namespace tls_se {

/// For one session.
class SoftwarePrimitives : public OpensslCrypto {
 public:
  CryptoStatus sha256_start(Sha256State& state) override {
    hash(state).start();
    return CryptoStatus::done;
  }
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override {
    hash(state).update(data);
    return CryptoStatus::done;
  }
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    hash(state).finish(digest);
    return CryptoStatus::done;
  }

  CryptoStatus aes128_load(AesSlot slot, std::span<const uint8_t, kAes128KeySize> key) override {
    key_in(slot).load(key);
    return CryptoStatus::done;
  }
  void aes128_clear(AesSlot slot) override { key_in(slot).clear(); }
  CryptoStatus aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                              std::span<uint8_t, kAesBlockSize> out) override {
    key_in(slot).encrypt(in, out);
    return CryptoStatus::done;
  }

  CryptoStatus aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                         const MutableBytes& tag) override {
    if (algorithm == AeadAlgorithm::aes_128_gcm) return CryptoStatus::not_offered;
    ccm_seal(key_in(input.slot), input, tag);
    return CryptoStatus::done;
  }
  CryptoStatus aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                         const Bytes& tag) override {
    if (algorithm == AeadAlgorithm::aes_128_gcm) return CryptoStatus::not_offered;
    return ccm_open(key_in(input.slot), input, tag);
  }

 private:
  static SoftwareSha256& hash(Sha256State& state) {
    return *reinterpret_cast<SoftwareSha256*>(state.opaque.data());
  }
  SoftwareAes128& key_in(AesSlot slot) { return keys_[std::to_underlying(slot)]; }

  std::array<SoftwareAes128, kAesSlotsPerSession> keys_;
};

}  // namespace tls_se
