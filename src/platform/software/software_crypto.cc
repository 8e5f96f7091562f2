#include "platform/software/software_crypto.h"

#include "platform/software/aes/ccm.h"
#include "platform/software/p256/p256.h"
#include "platform/software/sha2/sha256.h"

namespace tls_se {
namespace {

SoftwareSha256& sha256(Sha256State& state) {
  return *reinterpret_cast<SoftwareSha256*>(state.opaque.data());
}

}  // namespace

CryptoStatus SoftwareCrypto::sha256_start(Sha256State& state) {
  sha256(state).start();
  return CryptoStatus::done;
}

CryptoStatus SoftwareCrypto::sha256_update(Sha256State& state, const Bytes& data) {
  sha256(state).update(data);
  return CryptoStatus::done;
}

CryptoStatus SoftwareCrypto::sha256_finish(Sha256State& state,
                                           std::span<uint8_t, kSha256Size> digest) {
  sha256(state).finish(digest);
  return CryptoStatus::done;
}

CryptoStatus SoftwareCrypto::aes128_load(AesSlot slot,
                                         std::span<const uint8_t, kAes128KeySize> key) {
  aes(slot).load(key);
  return CryptoStatus::done;
}

void SoftwareCrypto::aes128_clear(AesSlot slot) { aes(slot).clear(); }

CryptoStatus SoftwareCrypto::aes128_encrypt(AesSlot slot,
                                            std::span<const uint8_t, kAesBlockSize> in,
                                            std::span<uint8_t, kAesBlockSize> out) {
  aes(slot).encrypt(in, out);
  return CryptoStatus::done;
}

CryptoStatus SoftwareCrypto::p256_generate(KeyPairSlot slot,
                                           std::span<uint8_t, kP256PointSize> public_point) {
  return p256::generate(*this, key_pair(slot).bytes(), public_point);
}

CryptoStatus SoftwareCrypto::p256_agree(KeyPairSlot slot,
                                        std::span<const uint8_t, kP256PointSize> peer,
                                        std::span<uint8_t, kP256SecretSize> secret) {
  const CryptoStatus status = p256::ecdh(key_pair(slot).bytes(), peer, secret);
  key_pair_clear(slot);
  return status;
}

void SoftwareCrypto::key_pair_clear(KeyPairSlot slot) { wipe(key_pair(slot).bytes()); }

CryptoStatus SoftwareCrypto::aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                                       const MutableBytes& tag) {
  if (algorithm == AeadAlgorithm::aes_128_gcm) return CryptoStatus::not_offered;
  ccm_seal(aes(input.slot), input, tag);
  return CryptoStatus::done;
}

CryptoStatus SoftwareCrypto::aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                                       const Bytes& tag) {
  if (algorithm == AeadAlgorithm::aes_128_gcm) return CryptoStatus::not_offered;
  return ccm_open(aes(input.slot), input, tag);
}

}  // namespace tls_se
