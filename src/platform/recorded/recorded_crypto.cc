#include "platform/recorded/recorded_crypto.h"

#include <stdexcept>
#include <utility>

#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr size_t kRandomSize = 32;  // RFC 8446 section 4.1.3

RecordedValues checked(RecordedValues values) {
  if (values.server_random.size() != kRandomSize)
    throw std::runtime_error("the recorded server_random is not 32 bytes long");
  if (values.server_key_share.size() != kP256PointSize)
    throw std::runtime_error("the recorded server_key_share is not 65 bytes long");
  if (values.ecdhe_shared_secret.size() != kP256SecretSize)
    throw std::runtime_error("the recorded ecdhe_shared_secret is not 32 bytes long");
  return values;
}

}  // namespace

RecordedCrypto::RecordedCrypto(RecordedValues values) : values_(checked(std::move(values))) {}

CryptoStatus RecordedCrypto::random(const MutableBytes& out) {
  if (out.size() != values_.server_random.size()) {
    wipe(out);
    return CryptoStatus::failed;
  }
  copy_bytes(out, std::exchange(values_.server_random, {}));
  return CryptoStatus::done;
}

CryptoStatus RecordedCrypto::p256_generate(KeyPairSlot,
                                           std::span<uint8_t, kP256PointSize> public_point) {
  copy_bytes(public_point, values_.server_key_share);
  return CryptoStatus::done;
}

CryptoStatus RecordedCrypto::p256_agree(KeyPairSlot, std::span<const uint8_t, kP256PointSize>,
                                        std::span<uint8_t, kP256SecretSize> secret) {
  copy_bytes(secret, values_.ecdhe_shared_secret);
  return CryptoStatus::done;
}

}  // namespace tls_se
