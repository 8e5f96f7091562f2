// The second half of the crypto seam: what certificates need of the platform. It stands apart from
// Crypto so that a card of pre-shared keys alone does not pay for it.
//
// A signature is r || s here, two big-endian numbers of 32 bytes each; ecdsa_signature.h has the
// form that goes on the wire.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

inline constexpr size_t kMaxDigestSize = 64;
inline constexpr size_t kP256SignatureSize = 64;

enum class HashAlgorithm : uint8_t { sha256, sha384, sha512 };

[[nodiscard]] constexpr size_t digest_size(HashAlgorithm algorithm) {
  return 32 + 16 * static_cast<size_t>(algorithm);
}

class Signatures {
 public:
  /// FIPS 180-4. Writes digest_size(algorithm) bytes, and leaves the rest of `digest` as it was.
  virtual CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                            std::span<uint8_t, kMaxDigestSize> digest) = 0;

  /// FIPS 186-4 section 6.4.2. `digest` has one of the sizes above; its leftmost 32 bytes count.
  /// `rejected` if it is no signature of the key's over the digest: also if `public_key` is not a
  /// point of the curve, or r or s is not in [1, n-1].
  virtual CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                         const Bytes& digest,
                                         std::span<const uint8_t, kP256SignatureSize> r_s) = 0;

  /// FIPS 186-4 section 6.4.1. A platform never uses a nonce twice, not even when its entropy
  /// source repeats itself (the nonce depends on key and digest too), and lets no faulty signature
  /// leave. `failed`, and `r_s` wiped, if there is no such key, it is not in [1, n-1], or entropy
  /// or the check has failed.
  virtual CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                                       std::span<uint8_t, kP256SignatureSize> r_s) = 0;

 protected:
  ~Signatures() = default;
};

}  // namespace tls_se
