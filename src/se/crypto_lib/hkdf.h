// HKDF with SHA-256 (RFC 5869) and the two functions that RFC 8446 section 7.1 makes from it. A
// platform that fails is noted in `crypto`.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// HKDF-Extract(salt, IKM). `out` may be the memory of `salt`.
void hkdf_extract(Crypto& crypto, const Bytes& salt, const Bytes& input_key_material,
                  std::span<uint8_t, kSha256Size> out);

/// Early Secret = HKDF-Extract(0, PSK), RFC 8446 section 7.1: what the key object of a pre-shared
/// key holds, drawn once when the card gets the key.
void extract_early_secret(Crypto& crypto, const Bytes& psk,
                          std::span<uint8_t, kSha256Size> early_secret);

/// HKDF-Expand-Label(Secret, Label, Context, Length): `label` without its "tls13 ", ending in NUL
/// and at most 18 characters long; the context is a hash or, if null, empty; the length is at most
/// that of a hash, as in every use that TLS_..._SHA256 suites make of it. It is the beginning of
/// `out`, which may be the memory of `secret`; what stands behind it there is as secret.
void hkdf_expand_label(Crypto& crypto, std::span<const uint8_t, kSha256Size> secret,
                       const char* label, const Sha256Hash* context, size_t length,
                       std::span<uint8_t, kSha256Size> out);

/// Derive-Secret(Secret, Label, Messages) is HKDF-Expand-Label with the hash of the messages; this
/// is that of none.
extern const Sha256Hash kHashOfNothing;
/// Derive-Secret(Secret, Label, "").
inline void derive_secret_of_nothing(Crypto& crypto, std::span<const uint8_t, kSha256Size> secret,
                                     const char* label, std::span<uint8_t, kSha256Size> out) {
  hkdf_expand_label(crypto, secret, label, &kHashOfNothing, kSha256Size, out);
}
/// The same of the secret that a key object holds.
void derive_secret_of_nothing(Crypto& crypto, KeyHandle secret, const char* label,
                              std::span<uint8_t, kSha256Size> out);

}  // namespace tls_se
