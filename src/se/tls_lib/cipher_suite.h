// Cipher suites as rows of a table: what changes between them is their AEAD (RFC 8446 section B.4).
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

struct CipherSuite {
  uint16_t id;
  uint8_t tag_size;
  AeadAlgorithm algorithm;
  /// crypto_lib's own, for platforms that do not offer the whole AEAD.
  void (*seal)(Crypto&, const AeadInput&, const MutableBytes& tag);
  bool (*open)(Crypto&, const AeadInput&, const Bytes& tag);
};

extern const CipherSuite kAes128CcmSha256;  // TLS_AES_128_CCM_SHA256, the draft's

}  // namespace tls_se
