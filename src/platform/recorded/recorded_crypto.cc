#include "platform/recorded/recorded_crypto.h"

#include <stdexcept>
#include <utility>

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

bool RecordedCrypto::random(const MutableBytes& out) {
  if (out.size() != values_.server_random.size()) {
    wipe(out);
    return false;
  }
  copy_bytes(out, std::exchange(values_.server_random, {}));
  return true;
}

bool RecordedCrypto::p256_generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                                   std::span<uint8_t, kP256PointSize> public_point) {
  wipe(private_key);
  copy_bytes(public_point, values_.server_key_share);
  return true;
}

bool RecordedCrypto::p256_ecdh(std::span<const uint8_t, kP256PrivateKeySize>,
                               std::span<const uint8_t, kP256PointSize>,
                               std::span<uint8_t, kP256SecretSize> secret) {
  copy_bytes(secret, values_.ecdhe_shared_secret);
  return true;
}

}  // namespace tls_se
