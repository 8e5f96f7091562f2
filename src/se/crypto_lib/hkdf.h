// HKDF with SHA-256 (RFC 5869) and the two functions that RFC 8446 section 7.1 makes from it.
#pragma once

#include <string_view>

#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// HKDF-Extract(salt, IKM). `out` may be the memory of `salt`.
void hkdf_extract(Crypto& crypto, Bytes salt, Bytes input_key_material,
                  std::span<uint8_t, kSha256Size> out);

/// HKDF-Expand(PRK, info, L), of which TLS with SHA-256 needs only the first block: `out` is at
/// most one hash long. `out` may be the memory of `pseudorandom_key`.
void hkdf_expand(Crypto& crypto, Bytes pseudorandom_key, Bytes info, MutableBytes out);

/// HKDF-Expand-Label(Secret, Label, Context, Length): `label` without its "tls13 " and at most 18
/// characters; `out` is at most one hash long, as every use in TLS_..._SHA256 suites is. `out` may
/// be the memory of `secret`.
void hkdf_expand_label(Crypto& crypto, Bytes secret, std::string_view label, Bytes context,
                       MutableBytes out);

/// Derive-Secret with the hash of its messages already computed.
inline void derive_secret(Crypto& crypto, Bytes secret, std::string_view label,
                          std::span<const uint8_t, kSha256Size> transcript_hash,
                          std::span<uint8_t, kSha256Size> out) {
  hkdf_expand_label(crypto, secret, label, transcript_hash, out);
}

/// Derive-Secret(Secret, Label, ""), over no messages at all.
void derive_secret_of_nothing(Crypto& crypto, Bytes secret, std::string_view label,
                              std::span<uint8_t, kSha256Size> out);

}  // namespace tls_se
