#include "platform/host/host_crypto.h"

namespace tls_se {

HostCrypto::HostCrypto(size_t sessions, HostPlatform platform)
    : parts_(make_host_parts(platform, sessions)), crypto_(parts_->crypto()) {}

void HostCrypto::use_keys(const KeyBytes* keys) {
  keys_ = keys;
  parts_->use_keys(keys);
}

CryptoStatus HostCrypto::random(const MutableBytes& out) { return crypto_.random(out); }

CryptoStatus HostCrypto::sha256_start(Sha256State& state) { return crypto_.sha256_start(state); }

CryptoStatus HostCrypto::sha256_update(Sha256State& state, const Bytes& data) {
  return crypto_.sha256_update(state, data);
}

CryptoStatus HostCrypto::sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) {
  return crypto_.sha256_finish(state, digest);
}

CryptoStatus HostCrypto::aes128_load(AesSlot slot, std::span<const uint8_t, kAes128KeySize> key) {
  return crypto_.aes128_load(slot, key);
}

void HostCrypto::aes128_clear(AesSlot slot) { crypto_.aes128_clear(slot); }

CryptoStatus HostCrypto::aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                                        std::span<uint8_t, kAesBlockSize> out) {
  return crypto_.aes128_encrypt(slot, in, out);
}

CryptoStatus HostCrypto::p256_generate(KeyPairSlot slot,
                                       std::span<uint8_t, kP256PointSize> public_point) {
  return crypto_.p256_generate(slot, public_point);
}

CryptoStatus HostCrypto::p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                                    std::span<uint8_t, kP256SecretSize> secret) {
  return crypto_.p256_agree(slot, peer, secret);
}

CryptoStatus HostCrypto::x25519_generate(KeyPairSlot slot,
                                         std::span<uint8_t, kX25519Size> public_key) {
  return crypto_.x25519_generate(slot, public_key);
}

CryptoStatus HostCrypto::x25519_agree(KeyPairSlot slot, std::span<const uint8_t, kX25519Size> peer,
                                      std::span<uint8_t, kX25519Size> secret) {
  return crypto_.x25519_agree(slot, peer, secret);
}

void HostCrypto::key_pair_clear(KeyPairSlot slot) { crypto_.key_pair_clear(slot); }

CryptoStatus HostCrypto::aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                                   const MutableBytes& tag) {
  return crypto_.aead_seal(algorithm, input, tag);
}

CryptoStatus HostCrypto::aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                                   const Bytes& tag) {
  return crypto_.aead_open(algorithm, input, tag);
}

HostSignatures::HostSignatures(HostPlatform platform) : parts_(make_host_parts(platform, 1)) {}

CryptoStatus HostSignatures::hash(HashAlgorithm algorithm, const Bytes& data,
                                  std::span<uint8_t, kMaxDigestSize> digest) {
  return parts_->signatures().hash(algorithm, data, digest);
}

CryptoStatus HostSignatures::p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                               const Bytes& digest,
                                               std::span<const uint8_t, kP256SignatureSize> r_s) {
  return parts_->signatures().p256_ecdsa_verify(public_key, digest, r_s);
}

CryptoStatus HostSignatures::p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                                             std::span<uint8_t, kP256SignatureSize> r_s) {
  return parts_->signatures().p256_ecdsa_sign(private_key, digest, r_s);
}

HostKeyMaker::HostKeyMaker(HostPlatform platform) : parts_(make_host_parts(platform, 1)) {}

CryptoStatus HostKeyMaker::p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                              std::span<uint8_t, kP256PointSize> public_key) {
  return parts_->key_maker().p256_make_key_pair(private_key, public_key);
}

CryptoStatus HostKeyMaker::p256_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                                           std::span<uint8_t, kP256PointSize> public_key) {
  return parts_->key_maker().p256_public_key(private_key, public_key);
}

}  // namespace tls_se
