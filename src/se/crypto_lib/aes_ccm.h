// AEAD_AES_128_CCM and AEAD_AES_128_CCM_8 (RFC 5116, RFC 6655; the mode is RFC 3610's) over the
// platform's AES block, for the platforms that have no CCM of their own (draft section 3.1).
// The tag's length, 16 or 8 bytes, chooses between the two. Both work in place, on at most
// 65,535 bytes of data and less than 65,280 of additional data: TLS has 16,640 and 5.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

void aes_ccm_seal(Crypto& crypto, const AeadInput& input, const MutableBytes& tag);

/// `rejected`, and the data wiped, if the tag is wrong.
CryptoStatus aes_ccm_open(Crypto& crypto, const AeadInput& input, const Bytes& tag);

}  // namespace tls_se
