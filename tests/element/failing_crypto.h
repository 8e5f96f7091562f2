// A platform whose parts can be made to fail, for tests.
#pragma once

#include "platform/host/host_crypto.h"
#include "support/secret_watch.h"

namespace tls_se::test {

class FailingCrypto final : public WatchedCrypto {
 public:
  CryptoStatus random(const MutableBytes& out) override {
    return working ? WatchedCrypto::random(out) : CryptoStatus::failed;
  }
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override {
    return generates ? WatchedCrypto::p256_generate(slot, public_point) : CryptoStatus::failed;
  }
  bool working = true;
  bool generates = true;
};
inline constexpr bool FailingCrypto::*kPartsOfEntropy[] = {&FailingCrypto::working,
                                                           &FailingCrypto::generates};

/// Has the key, and does not sign.
class NeverSigns final : public HostSignatures {
 public:
  CryptoStatus p256_ecdsa_sign(KeyHandle, const Bytes&,
                               std::span<uint8_t, kP256SignatureSize>) override {
    return CryptoStatus::failed;
  }
};

/// Counts its calls and fails at one of them, or from it on.
class CountingCrypto final : public WatchedCrypto {
 public:
  using WatchedCrypto::WatchedCrypto;
  CryptoStatus random(const MutableBytes& out) override {
    return fails("random") ? failed : WatchedCrypto::random(out);
  }
  CryptoStatus sha256_start(Sha256State& state) override {
    const CryptoStatus status = WatchedCrypto::sha256_start(state);
    return fails("sha256_start") ? failed : status;
  }
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override {
    return fails("sha256_update") ? failed : WatchedCrypto::sha256_update(state, data);
  }
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    return fails("sha256_finish") ? failed : WatchedCrypto::sha256_finish(state, digest);
  }
  CryptoStatus hmac_sha256(KeyHandle key, const Bytes& data,
                           std::span<uint8_t, kSha256Size> mac) override {
    return fails("hmac_sha256") ? failed : WatchedCrypto::hmac_sha256(key, data, mac);
  }
  CryptoStatus aes128_load(AesSlot slot, std::span<const uint8_t, kAes128KeySize> key) override {
    return fails("aes128_load") ? failed : WatchedCrypto::aes128_load(slot, key);
  }
  CryptoStatus aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                              std::span<uint8_t, kAesBlockSize> out) override {
    return fails("aes128_encrypt") ? failed : WatchedCrypto::aes128_encrypt(slot, in, out);
  }
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override {
    return fails("p256_generate") ? failed : WatchedCrypto::p256_generate(slot, public_point);
  }
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override {
    return fails("p256_agree") ? failed : WatchedCrypto::p256_agree(slot, peer, secret);
  }
  CryptoStatus aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                         const MutableBytes& tag) override {
    if (!has_aead) return CryptoStatus::not_offered;
    return fails_seals || fails("aead_seal") ? seal_answer
                                             : WatchedCrypto::aead_seal(algorithm, input, tag);
  }
  CryptoStatus aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                         const Bytes& tag) override {
    if (!has_aead) return CryptoStatus::not_offered;
    return fails("aead_open") ? failed : WatchedCrypto::aead_open(algorithm, input, tag);
  }

  bool has_aead = true;
  bool fails_seals = false;  // all of them
  CryptoStatus seal_answer = failed;
  const char* failed_in = "";
  size_t calls = 0;
  size_t fails_at = SIZE_MAX;  // the number of the first call that fails
  bool for_good = false;

 private:
  static constexpr CryptoStatus failed = CryptoStatus::failed;
  bool fails(const char* function) {
    const size_t call = calls++;
    const bool failure = for_good ? call >= fails_at : call == fails_at;
    if (failure) failed_in = function;
    return failure;
  }
};

}  // namespace tls_se::test
