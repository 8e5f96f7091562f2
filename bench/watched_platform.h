// The platform, with a watch on the curve operations that a handshake needs.
#pragma once

#include "bench/stopwatch.h"
#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"

namespace tls_se::bench {

class WatchedCrypto final : public OpensslCrypto {
 public:
  explicit WatchedCrypto(Stopwatch& watch) : watch_(watch) {}

  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override {
    return watch_.time([&] { return OpensslCrypto::p256_generate(slot, public_point); });
  }
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override {
    return watch_.time([&] { return OpensslCrypto::p256_agree(slot, peer, secret); });
  }

 private:
  Stopwatch& watch_;
};

class WatchedSignatures final : public OpensslSignatures {
 public:
  explicit WatchedSignatures(Stopwatch& watch) : watch_(watch) {}

  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override {
    return watch_.time(
        [&] { return OpensslSignatures::p256_ecdsa_verify(public_key, digest, r_s); });
  }
  CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override {
    return watch_.time(
        [&] { return OpensslSignatures::p256_ecdsa_sign(private_key, digest, r_s); });
  }

 private:
  Stopwatch& watch_;
};

}  // namespace tls_se::bench
