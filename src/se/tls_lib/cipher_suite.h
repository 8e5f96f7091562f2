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
  CryptoStatus (*open)(Crypto&, const AeadInput&, const Bytes& tag);
};

// A card names the ones it was personalised for, and the linker drops the others.
extern const CipherSuite kAes128CcmSha256;   // TLS_AES_128_CCM_SHA256, the draft's
extern const CipherSuite kAes128GcmSha256;   // TLS_AES_128_GCM_SHA256, RFC 8446's mandatory one
extern const CipherSuite kAes128Ccm8Sha256;  // TLS_AES_128_CCM_8_SHA256, for RFC 7925's devices

}  // namespace tls_se
