#include "se/crypto_lib/aes_ccm.h"

#include <algorithm>

#include "se/base/secret.h"

namespace tls_se {
namespace {

using Block = Secret<kAesBlockSize>;

constexpr size_t kLengthSize = 15 - kAeadNonceSize;  // RFC 3610's L: 3 bytes

class Ccm {
 public:
  Ccm(Crypto& crypto, KeySlot slot, std::span<const uint8_t, kAeadNonceSize> nonce)
      : crypto_(crypto), slot_(slot) {
    const auto counter = counter_.bytes();
    counter[0] = kLengthSize - 1;
    copy_bytes(counter.subspan(1), nonce);
  }

  /// RFC 3610 section 2.2: block B_0, then the additional data behind its length.
  void start_mac(Bytes additional, size_t data_size, size_t tag_size) {
    const auto mac = mac_.bytes();
    copy_bytes(mac, counter_.bytes());
    mac[0] |= static_cast<uint8_t>((additional.empty() ? 0 : 0x40) | (tag_size - 2) / 2 << 3);
    store_u16(&mac[14], data_size);
    encrypt(mac_, mac_);
    if (additional.empty()) return;
    uint8_t length[2];
    store_u16(length, additional.size());
    absorb(length);
    absorb(additional);
    pad();
  }

  void absorb_data(Bytes data) {
    absorb(data);
    pad();
  }

  /// RFC 3610 section 2.3: XOR with the key stream S_1, S_2, ...
  void apply_key_stream(MutableBytes data) {
    Block stream;
    for (size_t index = 1; !data.empty(); ++index) {
      key_stream(index, stream);
      const size_t size = std::min(data.size(), kAesBlockSize);
      for (size_t i = 0; i < size; ++i) data[i] ^= stream.bytes()[i];
      data = data.subspan(size);
    }
  }

  /// The tag: the MAC under S_0.
  void finish(std::span<uint8_t, kAesBlockSize> tag) {
    Block stream;
    key_stream(0, stream);
    for (size_t i = 0; i < kAesBlockSize; ++i) tag[i] = mac_.bytes()[i] ^ stream.bytes()[i];
  }

 private:
  void encrypt(const Block& in, Block& out) {
    crypto_.aes128_encrypt(slot_, in.bytes(), out.bytes());
  }

  void key_stream(size_t index, Block& stream) {
    store_u16(&counter_.bytes()[14], index);
    encrypt(counter_, stream);
  }

  void absorb(Bytes data) {
    for (const uint8_t byte : data) {
      mac_.bytes()[offset_++] ^= byte;
      if (offset_ == kAesBlockSize) pad();
    }
  }

  /// Ends the current block; the zeros of the padding change nothing in it.
  void pad() {
    if (offset_ == 0) return;
    encrypt(mac_, mac_);
    offset_ = 0;
  }

  Crypto& crypto_;
  KeySlot slot_;
  Block counter_;
  Block mac_;
  size_t offset_ = 0;  // of the next byte in the block under mac_
};

}  // namespace

void aes_ccm_seal(Crypto& crypto, KeySlot slot, std::span<const uint8_t, kAeadNonceSize> nonce,
                  Bytes additional, MutableBytes data, MutableBytes tag) {
  Ccm ccm(crypto, slot, nonce);
  ccm.start_mac(additional, data.size(), tag.size());
  ccm.absorb_data(data);
  ccm.apply_key_stream(data);
  Block full_tag;
  ccm.finish(full_tag.bytes());
  copy_bytes(tag, full_tag.bytes().first(tag.size()));
}

bool aes_ccm_open(Crypto& crypto, KeySlot slot, std::span<const uint8_t, kAeadNonceSize> nonce,
                  Bytes additional, MutableBytes data, Bytes tag) {
  Ccm ccm(crypto, slot, nonce);
  ccm.start_mac(additional, data.size(), tag.size());
  ccm.apply_key_stream(data);
  ccm.absorb_data(data);
  Block full_tag;
  ccm.finish(full_tag.bytes());
  if (equal_in_constant_time(full_tag.bytes().first(tag.size()), tag)) return true;
  wipe(data);
  return false;
}

}  // namespace tls_se
