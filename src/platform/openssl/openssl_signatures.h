// The seam for signatures over Debian's libcrypto. Its low-level ECDSA is used, since EVP would
// make and check a key for each signature, which costs more than the arithmetic.
//
// Nonces are libcrypto's own (BN_generate_dsa_nonce): SHA-512 over fresh random bytes, the private
// key and the digest. That is RFC 6979's idea, hedged: a nonce repeats only if key, digest and
// randomness all do, and then the signature repeats too and tells nothing; while unlike RFC 6979's
// own way it gives a fault attacker no two runs over one nonce to compare. Every signature is then
// checked before it leaves, since one that went wrong can give the private key away.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>

#include "platform/openssl/owned.h"
#include "se/crypto_lib/signatures.h"

namespace tls_se {

/// Not for two threads at a time.
class OpensslSignatures : public Signatures {
 public:
  /// Throws std::runtime_error if libcrypto fails.
  OpensslSignatures();
  OpensslSignatures(const OpensslSignatures&) = delete;
  OpensslSignatures& operator=(const OpensslSignatures&) = delete;
  virtual ~OpensslSignatures() = default;

  /// libcrypto has no key store: these outlive it, and are null without key objects.
  void use_keys(const KeyBytes* keys) { keys_ = keys; }

  CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                    std::span<uint8_t, kMaxDigestSize> digest) override;
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override;
  CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override;

 protected:
  /// With the private key that is loaded. Virtual so that a test can put a fault into it.
  [[nodiscard]] virtual bool sign(const Bytes& digest, std::span<uint8_t, kP256SignatureSize> r_s);

 private:
  struct FreeKey {  // libcrypto 3.0 calls EC_KEY_free deprecated
    void operator()(EC_KEY* key) const;
  };
  using Key = std::unique_ptr<EC_KEY, FreeKey>;
  using Number = Owned<BIGNUM, BN_free>;
  using Secret = Owned<BIGNUM, BN_clear_free>;

  [[nodiscard]] Key key_on_curve() const;
  [[nodiscard]] bool is_in_range(const BIGNUM* number) const;
  [[nodiscard]] bool load_private_key(const Bytes& private_key);
  [[nodiscard]] bool is_consistent(const Bytes& digest,
                                   std::span<const uint8_t, kP256SignatureSize> r_s);
  void forget_secrets();

  const KeyBytes* keys_ = nullptr;
  Owned<EC_GROUP, EC_GROUP_free> group_;
  Owned<BN_MONT_CTX, BN_MONT_CTX_free> modulo_order_;
  Owned<BN_CTX, BN_CTX_free> scratch_;
  Owned<EC_POINT, EC_POINT_free> point_;
  Key verifier_;
  Key signer_;  // holds the private key while p256_ecdsa_sign runs, as private_key_ does
  Secret private_key_{made(BN_new())};
  Secret nonce_{made(BN_new())};
  Secret product_{made(BN_new())};
  Number r_{made(BN_new())}, s_{made(BN_new())}, hash_{made(BN_new())}, inverse_{made(BN_new())},
      x_{made(BN_new())};
};

}  // namespace tls_se
