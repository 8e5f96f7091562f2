#include "se/crypto_lib/hmac.h"

namespace tls_se {
namespace {

constexpr uint8_t kInnerPad = 0x36;
constexpr uint8_t kOuterPad = 0x5c;

void xor_all(MutableBytes bytes, uint8_t with) {
  for (uint8_t& byte : bytes) byte ^= with;
}

}  // namespace

HmacSha256::HmacSha256(Crypto& crypto, Bytes key) : crypto_(crypto) {
  const auto pad = outer_pad_.bytes();
  if (key.size() > kSha256BlockSize) {
    crypto_.sha256_start(inner_);
    crypto_.sha256_update(inner_, key);
    crypto_.sha256_finish(inner_, pad.first<kSha256Size>());
  } else {
    copy_bytes(pad, key);
  }
  xor_all(pad, kInnerPad);
  crypto_.sha256_start(inner_);
  crypto_.sha256_update(inner_, pad);
  xor_all(pad, kInnerPad ^ kOuterPad);
}

HmacSha256::~HmacSha256() { wipe(inner_.opaque); }

void HmacSha256::finish(std::span<uint8_t, kSha256Size> mac) {
  crypto_.sha256_finish(inner_, mac);
  crypto_.sha256_start(inner_);
  crypto_.sha256_update(inner_, outer_pad_.bytes());
  crypto_.sha256_update(inner_, mac);
  crypto_.sha256_finish(inner_, mac);
}

void hmac_sha256(Crypto& crypto, Bytes key, Bytes data, std::span<uint8_t, kSha256Size> mac) {
  HmacSha256 hmac(crypto, key);
  hmac.update(data);
  hmac.finish(mac);
}

}  // namespace tls_se
