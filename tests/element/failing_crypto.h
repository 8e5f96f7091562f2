// A platform whose parts can be made to fail, for tests.
#pragma once

#include "platform/openssl/openssl_crypto.h"

namespace tls_se::test {

class FailingCrypto final : public OpensslCrypto {
 public:
  CryptoStatus random(const MutableBytes& out) override {
    return working ? OpensslCrypto::random(out) : CryptoStatus::failed;
  }
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override {
    return generates ? OpensslCrypto::p256_generate(slot, public_point) : CryptoStatus::failed;
  }
  bool working = true;
  bool generates = true;
};
inline constexpr bool FailingCrypto::*kPartsOfEntropy[] = {&FailingCrypto::working,
                                                           &FailingCrypto::generates};

}  // namespace tls_se::test
