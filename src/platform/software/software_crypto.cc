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

CryptoStatus PreparedKeyPair::make(Crypto& crypto) {
  const CryptoStatus status = p256::generate(crypto, private_key_.bytes(), public_point_);
  is_ready_ = status == CryptoStatus::done;
  return status;
}

void PreparedKeyPair::take(Secret<32>& private_key,
                           std::span<uint8_t, kP256PointSize> public_point) {
  private_key.take(private_key_);
  copy_bytes(public_point, public_point_);
  clear();
}

void PreparedKeyPair::clear() {
  is_ready_ = false;
  private_key_.clear();
  wipe(public_point_);
}

CryptoStatus SoftwareCrypto::start() {
  if (slots_.ahead != nullptr) slots_.ahead->clear();
  for (SoftwareAes128& key : slots_.aes) key.clear();
  for (PrivateKey& key : slots_.key_pairs) key.clear();
  return random_.start();
}

CryptoStatus SoftwareCrypto::prepare() {
  if (slots_.ahead == nullptr || slots_.ahead->is_ready()) return CryptoStatus::done;
  return slots_.ahead->make(*this);
}

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
  if (!aes(slot).is_loaded()) return CryptoStatus::failed;
  aes(slot).encrypt(in, out);
  return CryptoStatus::done;
}

CryptoStatus SoftwareCrypto::p256_generate(KeyPairSlot slot,
                                           std::span<uint8_t, kP256PointSize> public_point) {
  PreparedKeyPair* const ahead = slots_.ahead;
  if (ahead != nullptr && ahead->is_ready()) {
    if (random_.is_ready()) {
      ahead->take(key_pair(slot), public_point);
      return CryptoStatus::done;
    }
    ahead->clear();  // of a source that has failed since
  }
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
  if (!aes(input.slot).is_loaded()) return CryptoStatus::failed;
  ccm_seal(aes(input.slot), input, tag);
  return CryptoStatus::done;
}

CryptoStatus SoftwareCrypto::aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                                       const Bytes& tag) {
  if (algorithm == AeadAlgorithm::aes_128_gcm) return CryptoStatus::not_offered;
  if (!aes(input.slot).is_loaded()) return CryptoStatus::failed;
  return ccm_open(aes(input.slot), input, tag);
}

}  // namespace tls_se
