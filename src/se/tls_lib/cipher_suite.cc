#include "se/tls_lib/cipher_suite.h"

#include "se/crypto_lib/aes_ccm.h"
#include "se/crypto_lib/aes_gcm.h"

namespace tls_se {

constinit const CipherSuite kAes128CcmSha256 = {.id = 0x1304,
                                                .tag_size = 16,
                                                .algorithm = AeadAlgorithm::aes_128_ccm,
                                                .seal = aes_ccm_seal,
                                                .open = aes_ccm_open};

constinit const CipherSuite kAes128GcmSha256 = {.id = 0x1301,
                                                .tag_size = 16,
                                                .algorithm = AeadAlgorithm::aes_128_gcm,
                                                .seal = aes_gcm_seal,
                                                .open = aes_gcm_open};

constinit const CipherSuite kAes128Ccm8Sha256 = {.id = 0x1305,
                                                 .tag_size = 8,
                                                 .algorithm = AeadAlgorithm::aes_128_ccm_8,
                                                 .seal = aes_ccm_seal,
                                                 .open = aes_ccm_open};

}  // namespace tls_se
