#include "se/crypto_lib/hmac.h"

#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr uint8_t kInnerPad = 0x36;
constexpr uint8_t kOuterPad = 0x5c;

/// One hash, of `pad` and `data`, whose state is wiped.
void hash_pad_and_data(Crypto& crypto, const Bytes& pad, const Bytes& data,
                       std::span<uint8_t, kSha256Size> digest) {
  Sha256State state;
  crypto.sha256_start(state);
  crypto.sha256_update(state, pad);
  crypto.sha256_update(state, data);
  crypto.sha256_finish(state, digest);
  wipe(state.opaque);
}

void xor_all(const MutableBytes& bytes, uint8_t with) {
  for (uint8_t& byte : bytes) byte ^= with;
}

}  // namespace

void hmac_sha256(Crypto& crypto, const Bytes& key, const Bytes& data,
                 std::span<uint8_t, kSha256Size> mac) {
  Secret<kSha256BlockSize> pad;
  pad.clear();
  if (key.size() > kSha256BlockSize) {
    hash_pad_and_data(crypto, {}, key, pad.bytes().first<kSha256Size>());
  } else {
    copy_bytes(pad.bytes(), key);
  }
  xor_all(pad.bytes(), kInnerPad);
  hash_pad_and_data(crypto, pad.bytes(), data, mac);
  xor_all(pad.bytes(), kInnerPad ^ kOuterPad);
  hash_pad_and_data(crypto, pad.bytes(), mac, mac);
}

}  // namespace tls_se
