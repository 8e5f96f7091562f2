#include "platform/openssl/aes128_slot.h"

#include <openssl/err.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace tls_se {
namespace {

bool is_ccm(const EVP_CIPHER_CTX* context) {
  return EVP_CIPHER_get_mode(EVP_CIPHER_CTX_get0_cipher(context)) == EVP_CIPH_CCM_MODE;
}

/// CCM's first block holds the length of all the data; other modes need not know.
bool announce_size(EVP_CIPHER_CTX* context, size_t size) {
  int ignored = 0;
  return !is_ccm(context) ||
         EVP_CipherUpdate(context, nullptr, &ignored, nullptr, static_cast<int>(size)) == 1;
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

Aes128Slot::Aes128Slot()
    : block_("AES-128-ECB", 0),
      aeads_{Context("AES-128-CCM", 16), Context("AES-128-CCM", 8), Context("AES-128-GCM", 0)} {}

void Aes128Slot::load(std::span<const uint8_t, kAes128KeySize> key) {
  clear();  // contexts that are not used again would keep the key before
  copy_bytes(key_.bytes(), key);
  loaded_ = true;
}

void Aes128Slot::clear() {
  key_.clear();
  loaded_ = false;
  block_.clear();
  for (Context& aead : aeads_) aead.clear();
}

bool Aes128Slot::encrypt_block(std::span<const uint8_t, kAesBlockSize> in,
                               std::span<uint8_t, kAesBlockSize> out) {
  if (!loaded_) return false;
  EVP_CIPHER_CTX* const context = block_.start_block(key_.bytes());
  int written = 0;
  const bool done = context != nullptr &&
                    EVP_EncryptUpdate(context, out.data(), &written, in.data(), kAesBlockSize) == 1;
  if (!done) ERR_clear_error();
  return done;
}

bool Aes128Slot::seal(AeadAlgorithm algorithm, const AeadInput& input, const MutableBytes& tag) {
  EVP_CIPHER_CTX* const context = start(algorithm, input.nonce, Holds::sealing_key);
  const bool done = context != nullptr && announce_size(context, input.data.size()) &&
                    authenticate(context, input.additional) && transform(context, input.data) &&
                    finish(context) && get_tag(context, tag);
  if (!done) ERR_clear_error();
  return done;
}

CryptoStatus Aes128Slot::open(AeadAlgorithm algorithm, const AeadInput& input, const Bytes& tag) {
  EVP_CIPHER_CTX* const context = start(algorithm, input.nonce, Holds::opening_key);
  const bool ready = context != nullptr && expect_tag(context, tag) &&
                     announce_size(context, input.data.size()) &&
                     authenticate(context, input.additional);
  // CCM checks the tag with the data, GCM at the end.
  if (ready && transform(context, input.data) && (is_ccm(context) || finish(context))) {
    return CryptoStatus::done;
  }
  wipe(input.data);
  ERR_clear_error();
  return ready ? CryptoStatus::rejected : CryptoStatus::failed;
}

EVP_CIPHER_CTX* Aes128Slot::start(AeadAlgorithm algorithm,
                                  std::span<const uint8_t, kAeadNonceSize> nonce, Holds use) {
  if (!loaded_) return nullptr;
  return aeads_[std::to_underlying(algorithm)].start(key_.bytes(), nonce.data(), use);
}

Aes128Slot::Context::Context(const char* name, int tag_size)
    : context_(made(EVP_CIPHER_CTX_new())) {
  const Owned<EVP_CIPHER, EVP_CIPHER_free> cipher(made(EVP_CIPHER_fetch(nullptr, name, nullptr)));
  EVP_CIPHER_CTX* const context = context_.get();
  const auto control = [&](int command, int value) {
    return value == 0 || EVP_CIPHER_CTX_ctrl(context, command, value, nullptr) == 1;
  };
  const bool is_aead = EVP_CIPHER_get_iv_length(cipher.get()) != 0;
  const bool done = EVP_EncryptInit_ex(context, cipher.get(), nullptr, nullptr, nullptr) == 1 &&
                    EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
                    control(EVP_CTRL_AEAD_SET_IVLEN, is_aead ? kAeadNonceSize : 0) &&
                    control(EVP_CTRL_AEAD_SET_TAG, tag_size);
  if (!done) throw std::runtime_error(std::string("libcrypto fails to set up ") + name);
}

EVP_CIPHER_CTX* Aes128Slot::Context::start(std::span<const uint8_t, kAes128KeySize> key,
                                           const uint8_t* nonce, Holds use) {
  const uint8_t* const new_key = holds_ == use ? nullptr : key.data();
  const int seal = use == Holds::sealing_key;
  if (EVP_CipherInit_ex(context_.get(), nullptr, nullptr, new_key, nonce, seal) != 1) {
    outdate();
    return nullptr;
  }
  holds_ = use;
  return context_.get();
}

EVP_CIPHER_CTX* Aes128Slot::Context::start_block(std::span<const uint8_t, kAes128KeySize> key) {
  if (holds_ == Holds::sealing_key) return context_.get();
  return start(key, nullptr, Holds::sealing_key);
}

void Aes128Slot::Context::outdate() {
  if (holds_ != Holds::nothing) holds_ = Holds::old_key;
}

/// A reset would wipe it too, but then the context must be made anew for the next session, which
/// takes longer than to put zeros in the place of all that came from a key.
void Aes128Slot::Context::clear() {
  if (holds_ == Holds::nothing) return;
  constexpr std::array<uint8_t, kAes128KeySize> kNoKey{};
  constexpr std::array<uint8_t, kAeadNonceSize> kNoNonce{};
  outdate();
  // One that libcrypto won't key anew is reset, which wipes it, and fails from then on.
  if (start(kNoKey, kNoNonce.data(), Holds::sealing_key) == nullptr) {
    EVP_CIPHER_CTX_reset(context_.get());
    ERR_clear_error();
  }
  holds_ = Holds::nothing;
}

}  // namespace tls_se
