// How X.509 writes the one kind of key that there is here, and what signs with it.
#pragma once

#include <array>

#include "se/x509/der.h"

namespace tls_se {

/// RFC 5480 section 2: SubjectPublicKeyInfo of id-ecPublicKey on secp256r1, up to the key's octets.
inline constexpr std::array<uint8_t, 26> kP256KeyPrefix = {
    der::kSequence,         0x59,                                                  //
    der::kSequence,         0x13,                                                  //
    der::kObjectIdentifier, 7,    0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,        //
    der::kObjectIdentifier, 8,    0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07,  //
    der::kBitString,        0x42, 0x00};

/// RFC 5758 section 3.2: ecdsa-with-SHA256, -SHA384 and -SHA512 differ in the last octet, and "the
/// encoding MUST omit the parameters field".
inline constexpr std::array<uint8_t, 11> kEcdsaWithSha = {
    der::kSequence, 10, der::kObjectIdentifier, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03};
inline constexpr uint8_t kEcdsaWithSha256 = 2;
inline constexpr uint8_t kEcdsaWithSha512 = 4;

}  // namespace tls_se
