#include "platform/software/aes/ccm.h"

namespace tls_se {
namespace {

constexpr uint8_t kLengthFlag = 15 - kAeadNonceSize - 1;  // RFC 3610's L' = L - 1

class PairedCcm {
 public:
  PairedCcm(const SoftwareAes128& aes, const AeadInput& input, size_t tag_size, bool opens)
      : aes_(aes), input_(input), data_left_(input.data.size()) {
    counter_.columns = {};
    counter_.bytes()[0] = kLengthFlag;
    copy_bytes(&counter_.bytes()[1], input.nonce);
    absorb_header(tag_size);
    encrypt();
    transform(opens ? 0xffffffff : 0);
    for (size_t i = 0; i < 4; ++i) mac_.columns[i] ^= stream_.columns[i];  // under S_0
  }
  PairedCcm(const PairedCcm&) = delete;
  PairedCcm& operator=(const PairedCcm&) = delete;
  ~PairedCcm() {
    wipe(stream_.bytes());
    wipe(mac_.bytes());
    wipe_aes_stack();
  }

  [[nodiscard]] const uint8_t* tag() { return mac_.bytes().data(); }

 private:
  /// RFC 3610 section 2.2: B_0, and the additional data behind its length. The last block of them
  /// is left to be encrypted.
  void absorb_header(size_t tag_size) {
    mac_ = counter_;
    const auto b_0 = mac_.bytes();
    const Bytes& additional = input_.additional;
    b_0[0] |= static_cast<uint8_t>((additional.empty() ? 0 : 0x40) | (tag_size - 2) / 2 << 3);
    store_u16(&b_0[14], input_.data.size());
    if (additional.empty()) return;
    aes_.encrypt(mac_, stream_);
    b_0[0] ^= static_cast<uint8_t>(additional.size() >> 8);
    b_0[1] ^= static_cast<uint8_t>(additional.size());
    size_t offset = 2;
    for (const uint8_t byte : additional) {
      if (offset == kAesBlockSize) {
        aes_.encrypt(mac_, stream_);
        offset = 0;
      }
      b_0[offset++] ^= byte;
    }
  }

  /// Section 2.3, with the MAC of the plaintext: what `opened` keeps of the key stream is in it.
  void transform(uint32_t opened) {
    uint8_t* data = input_.data.data();
    while (data_left_ != 0) {
      const size_t size = data_left_ < kAesBlockSize ? data_left_ : kAesBlockSize;
      if (size == kAesBlockSize) {
        transform_block(data, opened);
      } else {
        transform_bytes(data, size, opened);
      }
      data += size;
      data_left_ -= size;
      encrypt();
    }
  }

  void transform_bytes(uint8_t* data, size_t size, uint32_t opened) {
    uint8_t* const mac = mac_.bytes().data();
    const uint8_t* const stream = stream_.bytes().data();
    for (size_t i = 0; i < size; ++i) {
      mac[i] ^= data[i] ^ static_cast<uint8_t>(stream[i] & opened);
      data[i] ^= stream[i];
    }
  }

  /// The same for a whole one, by words: the data may stand anywhere.
  void transform_block(uint8_t* data, uint32_t opened) {
    for (size_t i = 0; i < 4; ++i, data += 4) {
      uint32_t word =
          little_endian(data[0] | data[1] << 8 | data[2] << 16 | uint32_t{data[3]} << 24);
      const uint32_t stream = stream_.columns[i];
      mac_.columns[i] ^= word ^ (stream & opened);
      word = little_endian(word ^ stream);
      data[0] = static_cast<uint8_t>(word);
      data[1] = static_cast<uint8_t>(word >> 8);
      data[2] = static_cast<uint8_t>(word >> 16);
      data[3] = static_cast<uint8_t>(word >> 24);
    }
  }

  /// The MAC, and the block of the key stream that is due then: S_1 to S_n, at last S_0.
  void encrypt() {
    index_ = data_left_ == 0 ? 0 : index_ + 1;
    stream_ = counter_;
    store_u16(&stream_.bytes()[14], index_);
    aes_.encrypt(mac_, stream_);
  }

  const SoftwareAes128& aes_;
  const AeadInput& input_;
  size_t data_left_;
  size_t index_ = 0;
  AesBlock counter_, stream_, mac_;
};

}  // namespace

void ccm_seal(const SoftwareAes128& aes, const AeadInput& input, const MutableBytes& tag) {
  PairedCcm ccm(aes, input, tag.size(), false);
  copy_bytes(tag, {ccm.tag(), tag.size()});
}

CryptoStatus ccm_open(const SoftwareAes128& aes, const AeadInput& input, const Bytes& tag) {
  PairedCcm ccm(aes, input, tag.size(), true);
  if (equal_in_constant_time({ccm.tag(), tag.size()}, tag)) return CryptoStatus::done;
  wipe(input.data);
  return CryptoStatus::rejected;
}

}  // namespace tls_se
