#include "software/poisoned_platform.h"

#include <algorithm>
#include <vector>

#include "se/base/protocol.h"
#include "se/crypto_lib/aes_ccm.h"
#include "se/crypto_lib/aes_gcm.h"
#include "support/memcheck.h"

// The linker gives these the calls of tls_se::equal_in_constant_time and HealthTests::accept
// (--wrap), and those the other names.
extern "C" {
bool real_equal(const tls_se::Bytes& a, const tls_se::Bytes& b) asm(
    "__real__ZN6tls_se22equal_in_constant_timeERKSt4spanIKhLm18446744073709551615EES4_");
bool wrapped_equal(const tls_se::Bytes& a, const tls_se::Bytes& b) asm(
    "__wrap__ZN6tls_se22equal_in_constant_timeERKSt4spanIKhLm18446744073709551615EES4_");
bool real_accept(tls_se::HealthTests* tests,
                 uint8_t sample) asm("__real__ZN6tls_se11HealthTests6acceptEh");
bool wrapped_accept(tls_se::HealthTests* tests,
                    uint8_t sample) asm("__wrap__ZN6tls_se11HealthTests6acceptEh");

/// Whether a tag, a binder or a Finished is right: what follows shows it to everybody.
bool wrapped_equal(const tls_se::Bytes& a, const tls_se::Bytes& b) {
  ++tls_se::compared;
  const bool is_equal = real_equal(a, b);
  return tls_se::planted.secret == "comparison" ? is_equal : tls_se::published(is_equal);
}

/// Whether noise passes: a card without it makes no more keys.
bool wrapped_accept(tls_se::HealthTests* tests, uint8_t sample) {
  const bool is_good = real_accept(tests, sample);
  return tls_se::planted.secret == "health_test" ? is_good : tls_se::published(is_good);
}
}

namespace tls_se {
namespace {

void pass(std::string_view secret, uint8_t byte) {
  if (planted.secret != secret) return;
  planted.is_index ? static_cast<void>(look_up(byte)) : static_cast<void>(branch_on(byte));
}

/// Of an opened TLSInnerPlaintext what the element has to read: the zeros of the padding, the type
/// in front of them, and all of a message that is for itself. What the application says stays
/// secret.
void publish_inner(const Bytes& inner) {
  std::vector<uint8_t> copy(inner.begin(), inner.end());
  publish(copy);
  size_t size = copy.size();
  while (size > 1 && copy[size - 1] == 0) --size;
  if (size == 0) return;
  const auto type = static_cast<ContentType>(copy[size - 1]);
  publish(type == ContentType::application_data ? inner.subspan(size - 1) : inner);
  if (size > 1) pass("received_content", inner[0]);
}

}  // namespace

bool PoisonedNoise::fill(const MutableBytes& raw) {
  chance_.fill(raw);
  poison(raw);
  pass("noise", raw[0]);
  return true;
}

void PoisonedCrypto::use_keys(const KeyBytes* keys) {
  keys_ = keys;
  platform_.use_keys(keys);
}

/// What the element itself asks for are the `random` fields of hellos, which go out in the clear.
CryptoStatus PoisonedCrypto::random(const MutableBytes& out) {
  const CryptoStatus status = platform_.random(out);
  publish(out);
  return status;
}

CryptoStatus PoisonedCrypto::hmac_sha256(KeyHandle key, const Bytes& data,
                                         std::span<uint8_t, kSha256Size> mac) {
  pass("psk", keys_->find(key)[0]);
  return platform_.hmac_sha256(key, data, mac);
}

CryptoStatus PoisonedCrypto::aes128_load(AesSlot slot,
                                         std::span<const uint8_t, kAes128KeySize> key) {
  pass("traffic_key", key[0]);
  return platform_.aes128_load(slot, key);
}

/// The public key is a share, in the clear.
CryptoStatus PoisonedCrypto::p256_generate(KeyPairSlot slot,
                                           std::span<uint8_t, kP256PointSize> public_point) {
  const CryptoStatus status = platform_.p256_generate(slot, public_point);
  publish(public_point);
  pass("ephemeral_key", key_pairs_[static_cast<size_t>(slot)].bytes()[0]);
  return status;
}

CryptoStatus PoisonedCrypto::p256_agree(KeyPairSlot slot,
                                        std::span<const uint8_t, kP256PointSize> peer,
                                        std::span<uint8_t, kP256SecretSize> secret) {
  const CryptoStatus status = platform_.p256_agree(slot, peer, secret);
  pass("shared_secret", secret[0]);
  return status;
}

CryptoStatus PoisonedCrypto::aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                                       const MutableBytes& tag) {
  pass("sent_content", input.data[0]);
  return offers_ccm_ ? platform_.aead_seal(algorithm, input, tag) : CryptoStatus::not_offered;
}

CryptoStatus PoisonedCrypto::aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                                       const Bytes& tag) {
  CryptoStatus status = CryptoStatus::not_offered;
  if (algorithm == AeadAlgorithm::aes_128_gcm) {
    status = aes_gcm_open(*this, input, tag);
  } else {
    status =
        offers_ccm_ ? platform_.aead_open(algorithm, input, tag) : aes_ccm_open(*this, input, tag);
  }
  if (status == CryptoStatus::done) publish_inner(input.data);
  return status;
}

void PoisonedSignatures::use_keys(const KeyBytes* keys) {
  keys_ = keys;
  platform_.use_keys(keys);
}

/// What is signed are messages that both sides have seen, and certificates: their digest is no
/// secret here, even if that of a Finished, which is among them, was made of one.
CryptoStatus PoisonedSignatures::p256_ecdsa_verify(
    std::span<const uint8_t, kP256PointSize> public_key, const Bytes& digest,
    std::span<const uint8_t, kP256SignatureSize> r_s) {
  std::vector<uint8_t> copy(digest.begin(), digest.end());
  publish(copy);
  return platform_.p256_ecdsa_verify(public_key, copy, r_s);
}

/// A signature is for everybody to verify.
CryptoStatus PoisonedSignatures::p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                                                 std::span<uint8_t, kP256SignatureSize> r_s) {
  pass("private_key", keys_->find(private_key)[0]);
  const CryptoStatus status = platform_.p256_ecdsa_sign(private_key, digest, r_s);
  publish(r_s);
  return status;
}

}  // namespace tls_se
