#include "se/crypto_lib/aes_ccm.h"

#include "se/base/secret.h"

namespace tls_se {
namespace {

using Block = std::array<uint8_t, kAesBlockSize>;

constexpr size_t kLengthSize = 15 - kAeadNonceSize;  // RFC 3610's L: 3 bytes

/// The MAC is that of the plaintext, on either way, so that what is opened gets its key stream
/// before it and what is sealed behind it.
class Ccm {
 public:
  Ccm(Crypto& crypto, const AeadInput& input, size_t tag_size, bool opens)
      : crypto_(crypto), input_(input) {
    clear();
    blocks_.counter[0] = kLengthSize - 1;
    copy_bytes(&blocks_.counter[1], input.nonce);
    if (opens) apply_key_stream(input.data, 1);
    compute_mac(tag_size);
    if (!opens) apply_key_stream(input.data, 1);
    apply_key_stream(blocks_.mac, 0);  // RFC 3610 section 2.3: that is the tag
  }

  Ccm(const Ccm&) = delete;
  Ccm& operator=(const Ccm&) = delete;
  ~Ccm() { clear(); }

  [[nodiscard]] const uint8_t* tag() const { return blocks_.mac.data(); }

 private:
  /// RFC 3610 section 2.2: the MAC over block B_0, the additional data behind its length, the data.
  void compute_mac(size_t tag_size) {
    Block& b_0 = blocks_.counter;  // but for its flags and the length, a block of the counter
    const Bytes& additional = input_.additional;
    b_0[0] |= static_cast<uint8_t>((additional.empty() ? 0 : 0x40) | (tag_size - 2) / 2 << 3);
    store_u16(&b_0[14], input_.data.size());
    encrypt(blocks_.counter, blocks_.mac);
    b_0[0] = kLengthSize - 1;
    if (!additional.empty()) {
      uint8_t length[2];
      store_u16(length, additional.size());
      absorb(length, sizeof length);
      absorb(additional.data(), additional.size());
      pad();
    }
    absorb(input_.data.data(), input_.data.size());
    pad();
  }

  /// RFC 3610 section 2.3: XOR with the key stream, from the block S_index on.
  void apply_key_stream(const MutableBytes& data, size_t index) {
    size_t offset = kAesBlockSize;
    for (uint8_t& byte : data) {
      if (offset == kAesBlockSize) {
        store_u16(&blocks_.counter[14], index++);
        encrypt(blocks_.counter, blocks_.stream);
        offset = 0;
      }
      byte ^= blocks_.stream[offset++];
    }
  }

  void encrypt(const Block& in, Block& out) {
    crypto_.note(crypto_.aes128_encrypt(input_.slot, in, out));
  }

  void absorb(const uint8_t* data, size_t size) {
    for (; size != 0; --size) {
      blocks_.mac[offset_++] ^= *data++;
      if (offset_ == kAesBlockSize) pad();
    }
  }

  /// Ends the current block; the zeros of the padding change nothing in it.
  void pad() {
    if (offset_ == 0) return;
    encrypt(blocks_.mac, blocks_.mac);
    offset_ = 0;
  }

  void clear() { wipe(&blocks_, sizeof blocks_); }

  Crypto& crypto_;
  const AeadInput& input_;
  struct {
    Block counter, stream, mac;
  } blocks_;
  size_t offset_ = 0;  // of the next byte in the block under blocks_.mac
};

}  // namespace

void aes_ccm_seal(Crypto& crypto, const AeadInput& input, const MutableBytes& tag) {
  const Ccm ccm(crypto, input, tag.size(), false);
  copy_bytes(tag, {ccm.tag(), tag.size()});
}

CryptoStatus aes_ccm_open(Crypto& crypto, const AeadInput& input, const Bytes& tag) {
  const Ccm ccm(crypto, input, tag.size(), true);
  if (equal_in_constant_time({ccm.tag(), tag.size()}, tag)) return CryptoStatus::done;
  wipe(input.data);
  return CryptoStatus::rejected;
}

}  // namespace tls_se
