// AEAD_AES_128_CCM and AEAD_AES_128_CCM_8 (RFC 5116, RFC 6655; the mode is RFC 3610's) over two
// blocks of AES at a time, the next one of the key stream and the MAC's: half of what the element's
// own CCM takes, which asks for a block at a time. For a platform's aead_seal() and aead_open(),
// within the limits of se/crypto_lib/aes_ccm.h; the tag's length chooses, and the slot of `input`
// is not looked at.
#pragma once

#include "platform/software/aes/aes128.h"

namespace tls_se {

void ccm_seal(const SoftwareAes128& aes, const AeadInput& input, const MutableBytes& tag);

/// `rejected`, and the data wiped, if the tag is wrong.
CryptoStatus ccm_open(const SoftwareAes128& aes, const AeadInput& input, const Bytes& tag);

}  // namespace tls_se
