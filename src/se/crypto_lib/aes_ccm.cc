#include "se/crypto_lib/aes_ccm.h"

#include "se/base/secret.h"

namespace tls_se {
namespace {

using Block = Secret<kAesBlockSize>;

constexpr size_t kLengthSize = 15 - kAeadNonceSize;  // RFC 3610's L: 3 bytes

class Ccm {
 public:
  Ccm(Crypto& crypto, const AeadInput& input) : crypto_(crypto), input_(input) {
    const auto counter = counter_.bytes();
    counter_.clear();
    counter[0] = kLengthSize - 1;
    copy_bytes(counter.subspan(1), input.nonce);
  }

  /// RFC 3610 section 2.2: the MAC over block B_0, the additional data behind its length, the data.
  void compute_mac(size_t tag_size) {
    const auto mac = mac_.bytes();
    const Bytes additional = input_.additional;
    copy_bytes(mac, counter_.bytes());
    mac[0] |= static_cast<uint8_t>((additional.empty() ? 0 : 0x40) | (tag_size - 2) / 2 << 3);
    store_u16(&mac[14], input_.data.size());
    encrypt(mac_, mac_);
    if (!additional.empty()) {
      uint8_t length[2];
      store_u16(length, additional.size());
      absorb(length);
      absorb(additional);
      pad();
    }
    absorb(input_.data);
    pad();
  }

  /// RFC 3610 section 2.3: XOR with the key stream S_1, S_2, ...
  void apply_key_stream() {
    size_t offset = kAesBlockSize;
    size_t index = 0;
    for (uint8_t& byte : input_.data) {
      if (offset == kAesBlockSize) {
        key_stream(++index);
        offset = 0;
      }
      byte ^= stream_.bytes()[offset++];
    }
  }

  /// The tag: the MAC under S_0.
  Bytes finish() {
    key_stream(0);
    for (size_t i = 0; i < kAesBlockSize; ++i) mac_.bytes()[i] ^= stream_.bytes()[i];
    return mac_.bytes();
  }

 private:
  void encrypt(const Block& in, Block& out) {
    crypto_.aes128_encrypt(input_.slot, in.bytes(), out.bytes());
  }

  void key_stream(size_t index) {
    store_u16(&counter_.bytes()[14], index);
    encrypt(counter_, stream_);
  }

  void absorb(const Bytes& data) {
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
  const AeadInput& input_;
  Block counter_;
  Block stream_;
  Block mac_;
  size_t offset_ = 0;  // of the next byte in the block under mac_
};

}  // namespace

void aes_ccm_seal(Crypto& crypto, const AeadInput& input, const MutableBytes& tag) {
  Ccm ccm(crypto, input);
  ccm.compute_mac(tag.size());
  ccm.apply_key_stream();
  copy_bytes(tag, ccm.finish().first(tag.size()));
}

bool aes_ccm_open(Crypto& crypto, const AeadInput& input, const Bytes& tag) {
  Ccm ccm(crypto, input);
  ccm.apply_key_stream();
  ccm.compute_mac(tag.size());
  if (equal_in_constant_time(ccm.finish().first(tag.size()), tag)) return true;
  wipe(input.data);
  return false;
}

}  // namespace tls_se
