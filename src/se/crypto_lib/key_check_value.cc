#include "se/crypto_lib/key_check_value.h"

#include "se/base/secret.h"
#include "se/crypto_lib/hmac.h"

namespace tls_se {

KeyCheckValue key_check_value(Crypto& crypto, std::span<const uint8_t, kSha256Size> early_secret) {
  static constexpr uint8_t kLabel[] = "TLS-SE key check value";
  constexpr size_t kLabelSize = sizeof kLabel - 1;  // without its zero
  Secret<kSha256Size> mac;
  hmac_sha256(crypto, early_secret, {kLabel, kLabelSize}, mac.bytes());
  KeyCheckValue value;
  for (size_t i = 0; i < value.size(); ++i) value[i] = mac.bytes()[i];
  return value;
}

}  // namespace tls_se
