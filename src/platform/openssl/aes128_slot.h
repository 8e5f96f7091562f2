// One key slot over libcrypto: the AES block and the whole AEADs, each with a context that is made
// once and keeps its expanded key from record to record.
#pragma once

#include <openssl/evp.h>

#include <array>

#include "platform/openssl/owned.h"
#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// A slot without a key, and a libcrypto that has run out of memory, fail.
class Aes128Slot {
 public:
  /// Throws std::runtime_error if libcrypto fails.
  Aes128Slot();

  /// Nothing is left of the key before.
  void load(std::span<const uint8_t, kAes128KeySize> key);
  void clear();

  [[nodiscard]] bool encrypt_block(std::span<const uint8_t, kAesBlockSize> in,
                                   std::span<uint8_t, kAesBlockSize> out);
  [[nodiscard]] bool seal(AeadAlgorithm algorithm, const AeadInput& input, const MutableBytes& tag);
  /// If the tag is `rejected`, the data is wiped.
  CryptoStatus open(AeadAlgorithm algorithm, const AeadInput& input, const Bytes& tag);

 private:
  /// Which key the context holds. There is one for each direction, since libcrypto's CCM chooses
  /// its code when it expands the key.
  enum class Holds : uint8_t { nothing, old_key, opening_key, sealing_key };

  class Context {
   public:
    /// `tag_size` is 0 for all modes but CCM, which wants it before the key.
    Context(const char* cipher, int tag_size);

    /// Ready for the next message: with its nonce, and the key unless that is there already. Null
    /// if libcrypto fails; so is the next one.
    EVP_CIPHER_CTX* start(std::span<const uint8_t, kAes128KeySize> key, const uint8_t* nonce,
                          Holds use);
    /// Ready for the next block of a mode without a nonce.
    EVP_CIPHER_CTX* start_block(std::span<const uint8_t, kAes128KeySize> key);
    void clear();

   private:
    void outdate();

    Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context_;
    Holds holds_ = Holds::nothing;
  };

  [[nodiscard]] EVP_CIPHER_CTX* start(AeadAlgorithm algorithm,
                                      std::span<const uint8_t, kAeadNonceSize> nonce, Holds use);

  Secret<kAes128KeySize> key_;
  bool loaded_ = false;
  Context block_;
  std::array<Context, 3> aeads_;  // by AeadAlgorithm
};

}  // namespace tls_se
