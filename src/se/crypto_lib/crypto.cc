#include "se/crypto_lib/crypto.h"

#include "se/crypto_lib/hmac.h"

namespace tls_se {

Alert alert_of(CryptoStatus status, Alert if_rejected) {
  if (status == CryptoStatus::done) return Alert::none;
  if (status == CryptoStatus::rejected) return if_rejected;
  return kPlatformFailed;
}

CryptoStatus hmac_sha256_under(Crypto& crypto, const Bytes& key, const Bytes& data,
                               std::span<uint8_t, kSha256Size> mac) {
  if (key.empty()) return CryptoStatus::failed;
  hmac_sha256(crypto, key, data, mac);
  return CryptoStatus::done;
}

}  // namespace tls_se
