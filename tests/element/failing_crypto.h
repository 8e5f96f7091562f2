// A platform whose parts can be made to fail, for tests.
#pragma once

#include "platform/openssl/openssl_crypto.h"

namespace tls_se::test {

class FailingCrypto final : public OpensslCrypto {
 public:
  bool random(const MutableBytes& out) override { return working && OpensslCrypto::random(out); }
  bool p256_generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                     std::span<uint8_t, kP256PointSize> public_point) override {
    return generates && OpensslCrypto::p256_generate(private_key, public_point);
  }
  bool working = true;
  bool generates = true;
};
inline constexpr bool FailingCrypto::*kPartsOfEntropy[] = {&FailingCrypto::working,
                                                           &FailingCrypto::generates};

}  // namespace tls_se::test
