// The other parts of the crypto seam in software: signatures and hashes of certificates, and keys
// that a card keeps. A card of pre-shared keys alone links none of it.
#pragma once

#include "se/crypto_lib/key_maker.h"
#include "se/crypto_lib/signatures.h"

namespace tls_se {

class SoftwareSignatures final : public Signatures {
 public:
  /// Whose random bytes and SHA-256 are used; it outlives this.
  explicit SoftwareSignatures(Crypto& crypto) : crypto_(crypto) {}

  /// They outlive this, and are null without key objects.
  void use_keys(const KeyBytes* keys) { keys_ = keys; }

  CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                    std::span<uint8_t, kMaxDigestSize> digest) override;
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override;
  CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override;

 private:
  Crypto& crypto_;
  const KeyBytes* keys_ = nullptr;
};

/// A pair that a card keeps has signed before it is given out, and what it signed was verified.
class SoftwareKeyMaker final : public KeyMaker {
 public:
  explicit SoftwareKeyMaker(Crypto& crypto) : crypto_(crypto) {}

  CryptoStatus p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                  std::span<uint8_t, kP256PointSize> public_key) override;
  CryptoStatus p256_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                               std::span<uint8_t, kP256PointSize> public_key) override;

 private:
  Crypto& crypto_;
};

}  // namespace tls_se
