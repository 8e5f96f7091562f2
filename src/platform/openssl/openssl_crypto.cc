// libcrypto 3.0 calls the functions on SHA256_CTX deprecated, yet a hash through EVP costs several
// times as much on messages as short as those of a key schedule.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "platform/openssl/openssl_crypto.h"

#include <openssl/sha.h>

#include "platform/openssl/entropy.h"

namespace tls_se {
namespace {

static_assert(sizeof(SHA256_CTX) <= sizeof(Sha256State));
static_assert(alignof(SHA256_CTX) <= alignof(Sha256State));

SHA256_CTX* sha256(Sha256State& state) {
  return reinterpret_cast<SHA256_CTX*>(state.opaque.data());
}

CryptoStatus done_or_failed(bool done) { return done ? CryptoStatus::done : CryptoStatus::failed; }

}  // namespace

CryptoStatus OpensslCrypto::random(const MutableBytes& out) {
  return done_or_failed(fill_with_entropy(out));
}

CryptoStatus OpensslCrypto::sha256_start(Sha256State& state) {
  return done_or_failed(SHA256_Init(sha256(state)) == 1);
}

CryptoStatus OpensslCrypto::sha256_update(Sha256State& state, const Bytes& data) {
  return done_or_failed(SHA256_Update(sha256(state), data.data(), data.size()) == 1);
}

CryptoStatus OpensslCrypto::sha256_finish(Sha256State& state,
                                          std::span<uint8_t, kSha256Size> digest) {
  return done_or_failed(SHA256_Final(digest.data(), sha256(state)) == 1);
}

CryptoStatus OpensslCrypto::aes128_load(AesSlot slot,
                                        std::span<const uint8_t, kAes128KeySize> key) {
  aes(slot).load(key);
  return CryptoStatus::done;
}

void OpensslCrypto::aes128_clear(AesSlot slot) { aes(slot).clear(); }

CryptoStatus OpensslCrypto::aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                                           std::span<uint8_t, kAesBlockSize> out) {
  return done_or_failed(aes(slot).encrypt_block(in, out));
}

CryptoStatus OpensslCrypto::p256_generate(KeyPairSlot slot,
                                          std::span<uint8_t, kP256PointSize> public_point) {
  return done_or_failed(p256_.generate(private_key_in(slot), public_point));
}

CryptoStatus OpensslCrypto::p256_agree(KeyPairSlot slot,
                                       std::span<const uint8_t, kP256PointSize> peer,
                                       std::span<uint8_t, kP256SecretSize> secret) {
  const CryptoStatus status = p256_.ecdh(private_key_in(slot), peer, secret);
  key_pair_clear(slot);
  return status;
}

CryptoStatus OpensslCrypto::x25519_generate(KeyPairSlot slot,
                                            std::span<uint8_t, kX25519Size> public_key) {
  return done_or_failed(tls_se::x25519_generate(private_key_in(slot), public_key));
}

CryptoStatus OpensslCrypto::x25519_agree(KeyPairSlot slot,
                                         std::span<const uint8_t, kX25519Size> peer,
                                         std::span<uint8_t, kX25519Size> secret) {
  const CryptoStatus status = x25519(private_key_in(slot), peer, secret);
  key_pair_clear(slot);
  return status;
}

void OpensslCrypto::key_pair_clear(KeyPairSlot slot) { wipe(private_key_in(slot)); }

CryptoStatus OpensslCrypto::aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                                      const MutableBytes& tag) {
  return done_or_failed(aes(input.slot).seal(algorithm, input, tag));
}

CryptoStatus OpensslCrypto::aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                                      const Bytes& tag) {
  return aes(input.slot).open(algorithm, input, tag);
}

}  // namespace tls_se
