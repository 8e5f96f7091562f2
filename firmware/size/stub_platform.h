// A platform that does nothing.
#pragma once

#include "se/crypto_lib/key_maker.h"
#include "se/crypto_lib/signatures.h"
#include "se/store/flash.h"

namespace tls_se {

class StubSignatures final : public Signatures {
 public:
  CryptoStatus hash(HashAlgorithm, const Bytes&, std::span<uint8_t, kMaxDigestSize>) override;
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize>, const Bytes&,
                                 std::span<const uint8_t, kP256SignatureSize>) override;
  CryptoStatus p256_ecdsa_sign(KeyHandle, const Bytes&,
                               std::span<uint8_t, kP256SignatureSize>) override;
};

class StubKeyMaker final : public KeyMaker {
 public:
  CryptoStatus p256_make_key_pair(std::span<uint8_t, kP256ScalarSize>,
                                  std::span<uint8_t, kP256PointSize>) override;
  CryptoStatus p256_public_key(std::span<const uint8_t, kP256ScalarSize>,
                               std::span<uint8_t, kP256PointSize>) override;
};

Crypto& stub_platform();
Flash& stub_flash();
// What a card's model in flash names.
extern StubSignatures stub_signatures;
extern StubKeyMaker stub_key_maker;

}  // namespace tls_se
