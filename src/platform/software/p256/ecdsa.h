// ECDSA (FIPS 186-4 section 6.4) on secp256r1, of digests of 32 bytes or more, whose leftmost 32
// count. Signatures are r || s, as in se/crypto_lib/signatures.h.
#pragma once

#include "se/crypto_lib/key_maker.h"
#include "se/crypto_lib/signatures.h"

namespace tls_se::p256 {

inline constexpr size_t kMaxAddedSize = 32;

/// The nonce is RFC 6979's, with HMAC-SHA256 over the platform's SHA-256 whatever hash the digest
/// is of, and `added` for the additional data of its section 3.6. That is to be fresh random bytes,
/// at most 32: a nonce then repeats only if key, digest and they do, and a fault attacker never has
/// two runs over one nonce to compare. Without any it is plain RFC 6979.
///
/// A signature is checked before it leaves: the nonce's multiple, which is of the curve, by a
/// second multiplication, and s over key and digest as they are read a second time. `failed`, and
/// `r_s` wiped, if the key is not in [1, n-1], or a hash or the check has failed.
CryptoStatus sign(Crypto& crypto, std::span<const uint8_t, kP256ScalarSize> private_key,
                  const Bytes& digest, const Bytes& added,
                  std::span<uint8_t, kP256SignatureSize> r_s);

/// `rejected` if it is no signature of the key's over the digest, `public_key` is not a point of
/// the curve, or r or s is not in [1, n-1]. Takes no care of its time: all of it is public.
CryptoStatus verify(std::span<const uint8_t, kP256PointSize> public_key, const Bytes& digest,
                    std::span<const uint8_t, kP256SignatureSize> r_s);

}  // namespace tls_se::p256
