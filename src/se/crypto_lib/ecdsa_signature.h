// ECDSA-Sig-Value (RFC 3279 section 2.2.3), the DER form of a signature in certificates and, by
// RFC 8446 section 4.2.3, in CertificateVerify:
//
//     Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }
#pragma once

#include "se/crypto_lib/signatures.h"

namespace tls_se {

/// SEQUENCE, and two INTEGERs of 32 bytes with a zero before each.
inline constexpr size_t kMaxEcdsaSigValueSize = 2 + 2 * (2 + 1 + 32);

/// Strictly DER: minimal and positive integers of at most 32 bytes, and nothing behind them. False,
/// and `r_s` in an unknown state, if `der` is not. The range of r and s is the verifier's to check.
[[nodiscard]] bool decode_ecdsa_signature(const Bytes& der,
                                          std::span<uint8_t, kP256SignatureSize> r_s);

/// Gives the size of what it wrote to the start of `der`.
[[nodiscard]] size_t encode_ecdsa_signature(std::span<const uint8_t, kP256SignatureSize> r_s,
                                            std::span<uint8_t, kMaxEcdsaSigValueSize> der);

}  // namespace tls_se
