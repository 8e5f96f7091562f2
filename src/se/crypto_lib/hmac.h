// HMAC-SHA256, RFC 2104, which draft section 3.1 has TLS-SE bring itself. A platform that fails is
// noted in `crypto`.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// A key of any length. `mac` may be the memory of `key` or of `data`.
void hmac_sha256(Crypto& crypto, const Bytes& key, const Bytes& data,
                 std::span<uint8_t, kSha256Size> mac);

}  // namespace tls_se
