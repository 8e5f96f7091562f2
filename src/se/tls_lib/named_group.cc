#include "se/tls_lib/named_group.h"

namespace tls_se {
namespace {

// RFC 8446 section 4.2.8.2: a share is an UncompressedPointRepresentation, the secret its
// x-coordinate (section 7.4.2).

using Point = std::span<uint8_t, kP256PointSize>;
using ConstPoint = std::span<const uint8_t, kP256PointSize>;
using SharedSecret = std::span<uint8_t, kP256SecretSize>;

CryptoStatus p256_generate(Crypto& crypto, KeyPairSlot slot, uint8_t* client_share) {
  return crypto.p256_generate(slot, Point(client_share, kP256PointSize));
}

CryptoStatus p256_agree(Crypto& crypto, KeyPairSlot slot, const uint8_t* peer_share,
                        uint8_t* secret) {
  return crypto.p256_agree(slot, ConstPoint(peer_share, kP256PointSize),
                           SharedSecret(secret, kP256SecretSize));
}

CryptoStatus p256_answer(Crypto& crypto, KeyPairSlot slot, const uint8_t* client_share,
                         uint8_t* server_share, uint8_t* secret) {
  const CryptoStatus status = p256_generate(crypto, slot, server_share);
  return status == CryptoStatus::done ? p256_agree(crypto, slot, client_share, secret) : status;
}

// RFC 8446 section 4.2.8.2: a share is "the byte string inputs and outputs of the corresponding
// functions defined in [RFC7748]".

using ConstBytes32 = std::span<const uint8_t, kX25519Size>;
using Bytes32 = std::span<uint8_t, kX25519Size>;

CryptoStatus x25519_generate(Crypto& crypto, KeyPairSlot slot, uint8_t* client_share) {
  return crypto.x25519_generate(slot, Bytes32(client_share, kX25519Size));
}

/// "Implementations MUST check whether the computed Diffie-Hellman shared secret is the all-zero
/// value and abort if so" (section 7.4.2).
CryptoStatus x25519_agree(Crypto& crypto, KeyPairSlot slot, const uint8_t* peer_share,
                          uint8_t* secret) {
  const Bytes32 bytes(secret, kX25519Size);
  const CryptoStatus status =
      crypto.x25519_agree(slot, ConstBytes32(peer_share, kX25519Size), bytes);
  uint8_t any = 0;
  for (const uint8_t byte : bytes) any |= byte;
  return status == CryptoStatus::done && any == 0 ? CryptoStatus::rejected : status;
}

CryptoStatus x25519_answer(Crypto& crypto, KeyPairSlot slot, const uint8_t* client_share,
                           uint8_t* server_share, uint8_t* secret) {
  const CryptoStatus status = x25519_generate(crypto, slot, server_share);
  return status == CryptoStatus::done ? x25519_agree(crypto, slot, client_share, secret) : status;
}

constexpr bool fits(const NamedGroup& group) {
  return group.client_share_size <= kMaxShareSize && group.server_share_size <= kMaxShareSize &&
         group.secret_size <= kMaxSharedSecretSize;
}

}  // namespace

constexpr NamedGroup kSecp256r1 = {.id = 0x0017,
                                   .client_share_size = kP256PointSize,
                                   .server_share_size = kP256PointSize,
                                   .secret_size = kP256SecretSize,
                                   .generate = p256_generate,
                                   .agree = p256_agree,
                                   .answer = p256_answer};
static_assert(fits(kSecp256r1));

constexpr NamedGroup kX25519 = {.id = 0x001d,
                                .client_share_size = kX25519Size,
                                .server_share_size = kX25519Size,
                                .secret_size = kX25519Size,
                                .generate = x25519_generate,
                                .agree = x25519_agree,
                                .answer = x25519_answer};
static_assert(fits(kX25519));

}  // namespace tls_se
