#include "platform/openssl/aes128_slot.h"

#include <openssl/err.h>

#include <cstdlib>
#include <utility>

namespace tls_se {
namespace {

enum Direction : int { kOpen = 0, kSeal = 1 };

void must(bool done) {
  if (!done) std::abort();
}

size_t tag_size(AeadAlgorithm algorithm) {
  return algorithm == AeadAlgorithm::aes_128_ccm_8 ? 8 : 16;
}

bool is_ccm(AeadAlgorithm algorithm) { return algorithm != AeadAlgorithm::aes_128_gcm; }

bool start(EVP_CIPHER_CTX* context, std::span<const uint8_t, kAeadNonceSize> nonce,
           Direction direction) {
  return EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), direction) == 1;
}

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
  block_.keyed = false;
  for (Context& aead : aeads_) aead.keyed = false;
}

void Aes128Slot::clear() {
  key_.clear();
  loaded_ = false;
  const auto reset = [](Context& context) {
    must(EVP_CIPHER_CTX_reset(context.context.get()) == 1);
    context.keyed = false;
  };
  reset(block_);
  for (Context& aead : aeads_) reset(aead);
}

void Aes128Slot::encrypt_block(std::span<const uint8_t, kAesBlockSize> in,
                               std::span<uint8_t, kAesBlockSize> out) {
  int written = 0;
  must(EVP_EncryptUpdate(keyed_block(), out.data(), &written, in.data(), kAesBlockSize) == 1);
}

void Aes128Slot::seal(AeadAlgorithm algorithm, std::span<const uint8_t, kAeadNonceSize> nonce,
                      Bytes additional, MutableBytes data, MutableBytes tag) {
  EVP_CIPHER_CTX* const context = keyed_aead(algorithm);
  must(start(context, nonce, kSeal) &&
       (!is_ccm(algorithm) || announce_size(context, data.size())) &&
       authenticate(context, additional) && transform(context, data) && finish(context) &&
       get_tag(context, tag));
}

bool Aes128Slot::open(AeadAlgorithm algorithm, std::span<const uint8_t, kAeadNonceSize> nonce,
                      Bytes additional, MutableBytes data, Bytes tag) {
  EVP_CIPHER_CTX* const context = keyed_aead(algorithm);
  must(start(context, nonce, kOpen) && expect_tag(context, tag) &&
       (!is_ccm(algorithm) || announce_size(context, data.size())) &&
       authenticate(context, additional));
  // CCM checks the tag with the data, GCM at the end.
  if (transform(context, data) && (is_ccm(algorithm) || finish(context))) return true;
  wipe(data);
  ERR_clear_error();
  return false;
}

EVP_CIPHER_CTX* Aes128Slot::keyed_block() {
  return keyed(block_, [this](EVP_CIPHER_CTX* context) { choose_block(context); });
}

EVP_CIPHER_CTX* Aes128Slot::keyed_aead(AeadAlgorithm algorithm) {
  return keyed(aeads_[std::to_underlying(algorithm)],
               [&](EVP_CIPHER_CTX* context) { choose_aead(context, algorithm); });
}

EVP_CIPHER_CTX* Aes128Slot::keyed(Context& context, auto choose_cipher) {
  EVP_CIPHER_CTX* const keyed = context.context.get();
  if (context.keyed) return keyed;
  must(loaded_);
  if (EVP_CIPHER_CTX_get0_cipher(keyed) == nullptr) choose_cipher(keyed);
  must(EVP_EncryptInit_ex(keyed, nullptr, nullptr, key_.bytes().data(), nullptr) == 1);
  context.keyed = true;
  return keyed;
}

void Aes128Slot::choose_block(EVP_CIPHER_CTX* context) const {
  must(EVP_EncryptInit_ex(context, ciphers_.ecb_.get(), nullptr, nullptr, nullptr) == 1 &&
       EVP_CIPHER_CTX_set_padding(context, 0) == 1);
}

/// CCM wants the sizes of nonce and tag before the key.
void Aes128Slot::choose_aead(EVP_CIPHER_CTX* context, AeadAlgorithm algorithm) const {
  const auto& cipher = is_ccm(algorithm) ? ciphers_.ccm_ : ciphers_.gcm_;
  must(EVP_EncryptInit_ex(context, cipher.get(), nullptr, nullptr, nullptr) == 1 &&
       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, kAeadNonceSize, nullptr) == 1);
  if (!is_ccm(algorithm)) return;
  const int size = static_cast<int>(tag_size(algorithm));
  must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, size, nullptr) == 1);
}

}  // namespace tls_se
