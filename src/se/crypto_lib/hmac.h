// HMAC-SHA256, RFC 2104, which draft section 3.1 has TLS-SE bring itself.
#pragma once

#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

class HmacSha256 {
 public:
  /// A key of any length.
  HmacSha256(Crypto& crypto, Bytes key);
  HmacSha256(const HmacSha256&) = delete;
  HmacSha256& operator=(const HmacSha256&) = delete;
  ~HmacSha256();

  void update(Bytes data) { crypto_.sha256_update(inner_, data); }
  void finish(std::span<uint8_t, kSha256Size> mac);

 private:
  Crypto& crypto_;
  Sha256State inner_;
  Secret<kSha256BlockSize> outer_pad_;
};

void hmac_sha256(Crypto& crypto, Bytes key, Bytes data, std::span<uint8_t, kSha256Size> mac);

}  // namespace tls_se
