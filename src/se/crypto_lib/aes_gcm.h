// AEAD_AES_128_GCM (RFC 5116; the mode is NIST SP 800-38D's) over the platform's AES block, for the
// platforms that have no GCM of their own. GHASH goes bit by bit, without tables or branches that
// depend on a secret. Both work in place, on less than 2^29 bytes.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// `tag` has 16 bytes.
void aes_gcm_seal(Crypto& crypto, const AeadInput& input, const MutableBytes& tag);

/// `rejected`, and the data wiped, if the tag is wrong.
CryptoStatus aes_gcm_open(Crypto& crypto, const AeadInput& input, const Bytes& tag);

}  // namespace tls_se
