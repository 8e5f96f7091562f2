// Parts of the software platform, below the seam.
#pragma once

#include "counter.h"

namespace tls_se {

bool count_sha256_block(Counter& counter);
bool count_sha512_block(Counter& counter);
bool count_two_aes_blocks(Counter& counter);
/// Sealed: what a record of so many bytes takes.
bool count_ccm_of_16_bytes(Counter& counter);
bool count_ccm_of_32_bytes(Counter& counter);
/// secp256r1 with random bytes and hashes that take nothing.
bool count_generate_alone(Counter& counter);
bool count_sign_alone(Counter& counter);
bool count_random_start(Counter& counter);
bool count_random_32_bytes(Counter& counter);

}  // namespace tls_se
