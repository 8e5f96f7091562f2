#include "platform/openssl/aes128_slot.h"

#include <openssl/err.h>

#include <cstdlib>
#include <utility>

namespace tls_se {
namespace {

void must(bool done) {
  if (!done) std::abort();
}

size_t tag_size(AeadAlgorithm algorithm) {
  return algorithm == AeadAlgorithm::aes_128_ccm_8 ? 8 : 16;
}

bool is_ccm(AeadAlgorithm algorithm) { return algorithm != AeadAlgorithm::aes_128_gcm; }

/// CCM's first block holds the length of all the data.
bool announce_size(EVP_CIPHER_CTX* context, size_t size) {
  int ignored = 0;
  return EVP_CipherUpdate(context, nullptr, &ignored, nullptr, static_cast<int>(size)) == 1;
}

bool authenticate(EVP_CIPHER_CTX* context, Bytes additional) {
  int ignored = 0;
  return additional.empty() || EVP_CipherUpdate(context, nullptr, &ignored, additional.data(),
                                                static_cast<int>(additional.size())) == 1;
}

bool transform(EVP_CIPHER_CTX* context, MutableBytes data) {
  // A null pointer would mean additional data, or a length.
  uint8_t nothing = 0;
  uint8_t* const bytes = data.empty() ? &nothing : data.data();
  int written = 0;
  return EVP_CipherUpdate(context, bytes, &written, bytes, static_cast<int>(data.size())) == 1;
}

bool finish(EVP_CIPHER_CTX* context) {
  uint8_t nothing[kAesBlockSize];
  int written = 0;
  return EVP_CipherFinal_ex(context, nothing, &written) == 1;
}

bool get_tag(EVP_CIPHER_CTX* context, MutableBytes tag) {
  return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag.size()),
                             tag.data()) == 1;
}

bool expect_tag(EVP_CIPHER_CTX* context, Bytes tag) {
  return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()),
                             const_cast<uint8_t*>(tag.data())) == 1;
}

}  // namespace

Aes128Ciphers::Aes128Ciphers()
    : ecb_(made(EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr))),
      ccm_(made(EVP_CIPHER_fetch(nullptr, "AES-128-CCM", nullptr))),
      gcm_(made(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr))) {}

Aes128Slot::Aes128Slot(const Aes128Ciphers& ciphers) : ciphers_(ciphers) {}

void Aes128Slot::load(std::span<const uint8_t, kAes128KeySize> key) {
  copy_bytes(key_.bytes(), key);
  loaded_ = true;
  block_.keyed_to = kUnkeyed;
  for (Context& aead : aeads_) aead.keyed_to = kUnkeyed;
}

void Aes128Slot::clear() {
  key_.clear();
  loaded_ = false;
  const auto reset = [](Context& context) {
    must(EVP_CIPHER_CTX_reset(context.context.get()) == 1);
    context.keyed_to = kUnkeyed;
  };
  reset(block_);
  for (Context& aead : aeads_) reset(aead);
}

void Aes128Slot::encrypt_block(std::span<const uint8_t, kAesBlockSize> in,
                               std::span<uint8_t, kAesBlockSize> out) {
  if (block_.keyed_to == kUnkeyed) key_block();
  int written = 0;
  must(EVP_EncryptUpdate(block_.context.get(), out.data(), &written, in.data(), kAesBlockSize) ==
       1);
}

void Aes128Slot::seal(AeadAlgorithm algorithm, std::span<const uint8_t, kAeadNonceSize> nonce,
                      Bytes additional, MutableBytes data, MutableBytes tag) {
  EVP_CIPHER_CTX* const context = start(algorithm, nonce, kSeal);
  must((!is_ccm(algorithm) || announce_size(context, data.size())) &&
       authenticate(context, additional) && transform(context, data) && finish(context) &&
       get_tag(context, tag));
}

bool Aes128Slot::open(AeadAlgorithm algorithm, std::span<const uint8_t, kAeadNonceSize> nonce,
                      Bytes additional, MutableBytes data, Bytes tag) {
  EVP_CIPHER_CTX* const context = start(algorithm, nonce, kOpen);
  must(expect_tag(context, tag) && (!is_ccm(algorithm) || announce_size(context, data.size())) &&
       authenticate(context, additional));
  // CCM checks the tag with the data, GCM at the end.
  if (transform(context, data) && (is_ccm(algorithm) || finish(context))) return true;
  wipe(data);
  ERR_clear_error();
  return false;
}

void Aes128Slot::key_block() {
  must(loaded_);
  EVP_CIPHER_CTX* const context = block_.context.get();
  must(EVP_EncryptInit_ex(context, ciphers_.ecb_.get(), nullptr, key_.bytes().data(), nullptr) ==
           1 &&
       EVP_CIPHER_CTX_set_padding(context, 0) == 1);
  block_.keyed_to = kSeal;
}

/// Gives the context what a record changes: the nonce, and the key if it is new or was expanded for
/// the other direction, since libcrypto's CCM chooses its code for one of them with the key.
EVP_CIPHER_CTX* Aes128Slot::start(AeadAlgorithm algorithm,
                                  std::span<const uint8_t, kAeadNonceSize> nonce,
                                  Direction direction) {
  must(loaded_);
  Context& aead = aeads_[std::to_underlying(algorithm)];
  EVP_CIPHER_CTX* const context = aead.context.get();
  if (EVP_CIPHER_CTX_get0_cipher(context) == nullptr) choose(context, algorithm);
  const uint8_t* const key = aead.keyed_to == direction ? nullptr : key_.bytes().data();
  must(EVP_CipherInit_ex(context, nullptr, nullptr, key, nonce.data(), direction) == 1);
  aead.keyed_to = direction;
  return context;
}

/// CCM wants the sizes of nonce and tag before the key.
void Aes128Slot::choose(EVP_CIPHER_CTX* context, AeadAlgorithm algorithm) const {
  const auto& cipher = is_ccm(algorithm) ? ciphers_.ccm_ : ciphers_.gcm_;
  must(EVP_EncryptInit_ex(context, cipher.get(), nullptr, nullptr, nullptr) == 1 &&
       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, kAeadNonceSize, nullptr) == 1);
  if (!is_ccm(algorithm)) return;
  const int size = static_cast<int>(tag_size(algorithm));
  must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, size, nullptr) == 1);
}

}  // namespace tls_se
