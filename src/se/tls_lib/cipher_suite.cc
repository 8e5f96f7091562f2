#include "se/tls_lib/cipher_suite.h"

#include "se/crypto_lib/aes_ccm.h"

namespace tls_se {

constinit const CipherSuite kAes128CcmSha256 = {.id = 0x1304,
                                                .tag_size = 16,
                                                .algorithm = AeadAlgorithm::aes_128_ccm,
                                                .seal = aes_ccm_seal,
                                                .open = aes_ccm_open};

}  // namespace tls_se
