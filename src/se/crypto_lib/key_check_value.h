// What tells of a pre-shared key whether it is the one that somebody else has, and nothing more.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

using KeyCheckValue = std::array<uint8_t, 3>;

/// The first bytes of HMAC-SHA256(Early Secret, "TLS-SE key check value"). A platform that fails is
/// noted in `crypto`.
///
/// It tells nothing that TLS uses. Of an Early Secret RFC 8446 section 7.1 takes HMACs over an
/// HkdfLabel alone, which begins with a length of at most 255 hashes, 0x1fe0 (RFC 5869
/// section 2.3): none begins with "TL", 0x544c. So this is an HMAC over an input that TLS never
/// has. It does confirm a guess of the key, one wrong guess of 2^24 excepted, so that it is to be
/// given only of keys that nobody can guess: of 16 bytes or more.
[[nodiscard]] KeyCheckValue key_check_value(Crypto& crypto,
                                            std::span<const uint8_t, kSha256Size> early_secret);

}  // namespace tls_se
