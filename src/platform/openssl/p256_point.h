// A point of secp256r1 as a peer sends it.
#pragma once

#include <openssl/ec.h>

#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// RFC 8446 section 4.2.8.2: "peers MUST validate each other's public value Q by ensuring that the
/// point is a valid point on the elliptic curve." `rejected` if it is none, `failed` if libcrypto
/// can't find out. Nothing is left in libcrypto's queue of errors.
[[nodiscard]] CryptoStatus decode_point(std::span<const uint8_t, kP256PointSize> bytes,
                                        const EC_GROUP* group, EC_POINT* point, BN_CTX* scratch);

}  // namespace tls_se
