#include "stand_in_platform.h"

#include <algorithm>
#include <utility>

namespace tls_se {
namespace {

constexpr uint8_t kFiller = 0x5a;
constexpr CryptoStatus kDone = CryptoStatus::done;

/// An instruction for each byte: what stands in is to take little itself.
template <size_t size>
void fill(std::span<uint8_t, size> out) {
#pragma GCC unroll 65
  for (size_t i = 0; i < size; ++i) out[i] = kFiller;
}

}  // namespace

CryptoStatus StandInCrypto::random(const MutableBytes& out) {
  std::ranges::fill(out, kFiller);
  return kDone;
}

CryptoStatus StandInCrypto::sha256_start(Sha256State& state) {
  store_u32(state.opaque.data(), 0);
  return kDone;
}
CryptoStatus StandInCrypto::sha256_update(Sha256State& state, const Bytes& data) {
  const uint32_t size = load_u24(&state.opaque[1]);
  store_u32(state.opaque.data(), static_cast<uint32_t>(size + data.size()));
  return kDone;
}
CryptoStatus StandInCrypto::sha256_finish(Sha256State& state,
                                          std::span<uint8_t, kSha256Size> digest) {
  fill(digest);
  for (size_t i = 1; i < 4; ++i) digest[i] = state.opaque[i];
  return kDone;
}

CryptoStatus StandInCrypto::aes128_load(AesSlot slot,
                                        std::span<const uint8_t, kAes128KeySize> key) {
  copy_bytes(aes_keys_[std::to_underlying(slot)], key);
  return kDone;
}
void StandInCrypto::aes128_clear(AesSlot slot) { aes_keys_[std::to_underlying(slot)].fill(0); }
CryptoStatus StandInCrypto::aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                                           std::span<uint8_t, kAesBlockSize> out) {
  if (in.data() != out.data()) copy_bytes(out, in);
  out[0] ^= aes_keys_[std::to_underlying(slot)][0];
  return kDone;
}

CryptoStatus StandInCrypto::p256_generate(KeyPairSlot,
                                          std::span<uint8_t, kP256PointSize> public_point) {
  fill(public_point);
  public_point[0] = 4;
  return kDone;
}
CryptoStatus StandInCrypto::p256_agree(KeyPairSlot, std::span<const uint8_t, kP256PointSize>,
                                       std::span<uint8_t, kP256SecretSize> secret) {
  fill(secret);
  return kDone;
}

CryptoStatus StandInSignatures::hash(HashAlgorithm algorithm, const Bytes&,
                                     std::span<uint8_t, kMaxDigestSize> digest) {
  std::ranges::fill(digest.first(digest_size(algorithm)), kFiller);
  return kDone;
}
CryptoStatus StandInSignatures::p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize>,
                                                  const Bytes&,
                                                  std::span<const uint8_t, kP256SignatureSize>) {
  return kDone;
}
CryptoStatus StandInSignatures::p256_ecdsa_sign(KeyHandle, const Bytes&,
                                                std::span<uint8_t, kP256SignatureSize> r_s) {
  fill(r_s);
  return kDone;
}

}  // namespace tls_se
