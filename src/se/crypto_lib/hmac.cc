#include "se/crypto_lib/hmac.h"

#include "se/crypto_lib/sha256.h"

namespace tls_se {
namespace {

constexpr uint8_t kInnerPad = 0x36;
constexpr uint8_t kOuterPad = 0x5c;

/// One hash, of `pad` XOR `mask` and `data`, whose state is wiped.
void hash_pad_and_data(Crypto& crypto, const MutableBytes& pad, uint8_t mask, const Bytes& data,
                       std::span<uint8_t, kSha256Size> digest) {
  for (uint8_t& byte : pad) byte ^= mask;
  Sha256 hash(crypto);
  hash.start();
  hash.add(pad);
  hash.add(data);
  hash.finish(digest);
  hash.clear();
}

}  // namespace

void hmac_sha256(Crypto& crypto, const Bytes& key, const Bytes& data,
                 std::span<uint8_t, kSha256Size> mac) {
  Secret<kSha256BlockSize> pad;
  pad.clear();
  if (key.size() > kSha256BlockSize) {
    hash_pad_and_data(crypto, {}, 0, key, pad.bytes().first<kSha256Size>());
  } else {
    copy_bytes(pad.bytes(), key);
  }
  const MutableBytes block = pad.bytes();
  hash_pad_and_data(crypto, block, kInnerPad, data, mac);
  hash_pad_and_data(crypto, block, kInnerPad ^ kOuterPad, mac, mac);
}

}  // namespace tls_se
