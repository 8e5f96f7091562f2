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

}  // namespace

bool OpensslCrypto::random(const MutableBytes& out) { return fill_with_entropy(out); }

void OpensslCrypto::sha256_start(Sha256State& state) { SHA256_Init(sha256(state)); }

void OpensslCrypto::sha256_update(Sha256State& state, const Bytes& data) {
  SHA256_Update(sha256(state), data.data(), data.size());
}

void OpensslCrypto::sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) {
  SHA256_Final(digest.data(), sha256(state));
}

bool OpensslCrypto::aes128_load(KeySlot key_slot, std::span<const uint8_t, kAes128KeySize> key) {
  slot(key_slot).load(key);
  return true;
}

void OpensslCrypto::aes128_clear(KeySlot key_slot) { slot(key_slot).clear(); }

void OpensslCrypto::aes128_encrypt(KeySlot key_slot, std::span<const uint8_t, kAesBlockSize> in,
                                   std::span<uint8_t, kAesBlockSize> out) {
  slot(key_slot).encrypt_block(in, out);
}

bool OpensslCrypto::p256_generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                                  std::span<uint8_t, kP256PointSize> public_point) {
  return p256_.generate(private_key, public_point);
}

bool OpensslCrypto::p256_ecdh(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                              std::span<const uint8_t, kP256PointSize> peer,
                              std::span<uint8_t, kP256SecretSize> secret) {
  return p256_.ecdh(private_key, peer, secret);
}

AeadOutcome OpensslCrypto::aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                                     const MutableBytes& tag) {
  slot(input.slot).seal(algorithm, input, tag);
  return AeadOutcome::done;
}

AeadOutcome OpensslCrypto::aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                                     const Bytes& tag) {
  return slot(input.slot).open(algorithm, input, tag) ? AeadOutcome::done : AeadOutcome::bad_tag;
}

}  // namespace tls_se
