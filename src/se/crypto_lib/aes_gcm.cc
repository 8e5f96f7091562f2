#include "se/crypto_lib/aes_gcm.h"

#include "se/base/secret.h"

namespace tls_se {
namespace {

using Block = Secret<kAesBlockSize>;

constexpr size_t kCounterOffset = kAeadNonceSize;  // J_0 = IV || 0^31 || 1

/// All ones if the lowest bit is set.
uint8_t mask_of_bit(uint32_t byte) { return static_cast<uint8_t>(hide(0 - (byte & 1))); }

class Gcm {
 public:
  Gcm(Crypto& crypto, const AeadInput& input) : crypto_(crypto), input_(input) {
    hash_.clear();
    counter_.clear();
    hash_key_.clear();
    encrypt(hash_key_, hash_key_);
    copy_bytes(counter_.bytes(), input.nonce);
  }

  /// SP 800-38D section 6.5: GCTR from inc(J_0) on.
  void apply_key_stream() {
    size_t offset = kAesBlockSize;
    size_t index = 1;
    for (uint8_t& byte : input_.data) {
      if (offset == kAesBlockSize) {
        key_stream(++index);
        offset = 0;
      }
      byte ^= stream_.bytes()[offset++];
    }
  }

  /// Section 7.1: GHASH over the additional data, the ciphertext, and the lengths of both.
  void hash_all() {
    absorb(input_.additional);
    absorb(input_.data);
    store_bits(4, input_.additional.size());
    store_bits(12, input_.data.size());
    multiply();
  }

  /// The tag: the hash under the key stream of J_0.
  Bytes finish() {
    key_stream(1);
    for (size_t i = 0; i < kAesBlockSize; ++i) hash_.bytes()[i] ^= stream_.bytes()[i];
    return hash_.bytes();
  }

 private:
  void encrypt(const Block& in, Block& out) {
    crypto_.note(crypto_.aes128_encrypt(input_.slot, in.bytes(), out.bytes()));
  }

  void key_stream(size_t index) {
    // Less than 2^16 blocks in a record.
    store_u16(&counter_.bytes()[kCounterOffset + 2], index);
    encrypt(counter_, stream_);
  }

  /// Into the hash, padded with zeros to whole blocks.
  void absorb(const Bytes& data) {
    size_t offset = 0;
    for (const uint8_t byte : data) {
      hash_.bytes()[offset++] ^= byte;
      if (offset == kAesBlockSize) {
        multiply();
        offset = 0;
      }
    }
    if (offset != 0) multiply();
  }

  /// A length in bits, into the 4 bytes of the hash at `at`.
  void store_bits(size_t at, size_t size) {
    uint8_t* const to = &hash_.bytes()[at];
    to[0] ^= static_cast<uint8_t>(size >> 21);
    to[1] ^= static_cast<uint8_t>(size >> 13);
    to[2] ^= static_cast<uint8_t>(size >> 5);
    to[3] ^= static_cast<uint8_t>(size << 3);
  }

  /// Section 6.3, algorithm 1: hash = hash * hash_key in GF(2^128).
  void multiply() {
    Block product;
    Block power;  // of the hash key: H, H * x, ...
    product.clear();
    copy_bytes(power.bytes(), hash_key_.bytes());
    for (size_t bit = 0; bit < 8 * kAesBlockSize; ++bit) {
      const uint8_t mask = mask_of_bit(hash_.bytes()[bit / 8] >> (7 - bit % 8));
      uint8_t carry = 0;
      for (size_t i = 0; i < kAesBlockSize; ++i) {
        uint8_t& byte = power.bytes()[i];
        product.bytes()[i] ^= byte & mask;
        const uint8_t lowest = byte & 1;
        byte = static_cast<uint8_t>(byte >> 1 | carry << 7);
        carry = lowest;
      }
      const uint8_t beyond = mask_of_bit(carry) & 0xe1;  // x^128 = 1 + x + x^2 + x^7
      power.bytes()[0] ^= beyond;
    }
    copy_bytes(hash_.bytes(), product.bytes());
  }

  Crypto& crypto_;
  const AeadInput& input_;
  Block hash_key_;
  Block counter_;
  Block stream_;
  Block hash_;
};

}  // namespace

void aes_gcm_seal(Crypto& crypto, const AeadInput& input, const MutableBytes& tag) {
  Gcm gcm(crypto, input);
  gcm.apply_key_stream();
  gcm.hash_all();
  copy_bytes(tag, gcm.finish());
}

CryptoStatus aes_gcm_open(Crypto& crypto, const AeadInput& input, const Bytes& tag) {
  Gcm gcm(crypto, input);
  gcm.hash_all();
  if (!equal_in_constant_time(gcm.finish(), tag)) {
    wipe(input.data);
    return CryptoStatus::rejected;
  }
  gcm.apply_key_stream();
  return CryptoStatus::done;
}

}  // namespace tls_se
