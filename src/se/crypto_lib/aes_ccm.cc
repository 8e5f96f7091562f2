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
    const auto b_0 = counter_.bytes();  // but for its flags and the length, a block of the counter
    const Bytes& additional = input_.additional;
    b_0[0] |= static_cast<uint8_t>((additional.empty() ? 0 : 0x40) | (tag_size - 2) / 2 << 3);
    store_u16(&b_0[14], input_.data.size());
    encrypt(counter_, mac_);
    b_0[0] = kLengthSize - 1;
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
  void finish(Block& tag) {
    key_stream(0);
    for (size_t i = 0; i < kAesBlockSize; ++i) {
      tag.bytes()[i] = mac_.bytes()[i] ^ stream_.bytes()[i];
    }
  }

 private:
  void encrypt(const Block& in, Block& out) {
    crypto_.note(crypto_.aes128_encrypt(input_.slot, in.bytes(), out.bytes()));
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

/// The MAC is that of the plaintext, on either way.
void process(Crypto& crypto, const AeadInput& input, size_t tag_size, bool opens, Block& tag) {
  Ccm ccm(crypto, input);
  if (opens) ccm.apply_key_stream();
  ccm.compute_mac(tag_size);
  if (!opens) ccm.apply_key_stream();
  ccm.finish(tag);
}

}  // namespace

void aes_ccm_seal(Crypto& crypto, const AeadInput& input, const MutableBytes& tag) {
  Block block;
  process(crypto, input, tag.size(), false, block);
  copy_bytes(tag, block.bytes().first(tag.size()));
}

CryptoStatus aes_ccm_open(Crypto& crypto, const AeadInput& input, const Bytes& tag) {
  Block block;
  process(crypto, input, tag.size(), true, block);
  if (equal_in_constant_time(block.bytes().first(tag.size()), tag)) return CryptoStatus::done;
  wipe(input.data);
  return CryptoStatus::rejected;
}

}  // namespace tls_se
