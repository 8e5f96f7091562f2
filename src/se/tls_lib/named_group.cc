#include "se/tls_lib/named_group.h"

namespace tls_se {
namespace {

// RFC 8446 section 4.2.8.2: a share is an UncompressedPointRepresentation, the secret its
// x-coordinate (section 7.4.2).

CryptoStatus p256_generate(Crypto& crypto, KeyPairSlot slot, const MutableBytes& client_share) {
  return crypto.p256_generate(slot, client_share.first<kP256PointSize>());
}

CryptoStatus p256_agree(Crypto& crypto, KeyPairSlot slot, const Bytes& peer_share,
                        const MutableBytes& secret) {
  return crypto.p256_agree(slot, peer_share.first<kP256PointSize>(),
                           secret.first<kP256SecretSize>());
}

CryptoStatus p256_answer(Crypto& crypto, KeyPairSlot slot, const Bytes& client_share,
                         const MutableBytes& server_share, const MutableBytes& secret) {
  const CryptoStatus status = p256_generate(crypto, slot, server_share);
  return status == CryptoStatus::done ? p256_agree(crypto, slot, client_share, secret) : status;
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

}  // namespace tls_se
