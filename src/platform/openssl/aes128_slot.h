// One key slot over libcrypto: the AES block and the whole AEADs, each with a context that is made
// at its first use and keeps its expanded key from record to record.
#pragma once

#include <openssl/evp.h>

#include <array>

#include "platform/openssl/owned.h"
#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// The algorithms that a slot uses, fetched once.
class Aes128Ciphers {
 public:
  /// Throws std::runtime_error if libcrypto fails.
  Aes128Ciphers();

 private:
  friend class Aes128Slot;
  using Cipher = Owned<EVP_CIPHER, EVP_CIPHER_free>;

  Cipher ecb_, ccm_, gcm_;
};

/// A slot without a key, and a libcrypto that has run out of memory, end the process: there is no
/// honest result.
class Aes128Slot {
 public:
  /// Throws std::runtime_error if libcrypto fails.
  explicit Aes128Slot(const Aes128Ciphers& ciphers);

  void load(std::span<const uint8_t, kAes128KeySize> key);
  void clear();

  void encrypt_block(std::span<const uint8_t, kAesBlockSize> in,
                     std::span<uint8_t, kAesBlockSize> out);
  void seal(AeadAlgorithm algorithm, std::span<const uint8_t, kAeadNonceSize> nonce,
            Bytes additional, MutableBytes data, MutableBytes tag);
  /// False, and `data` wiped, if the tag is wrong.
  [[nodiscard]] bool open(AeadAlgorithm algorithm, std::span<const uint8_t, kAeadNonceSize> nonce,
                          Bytes additional, MutableBytes data, Bytes tag);

 private:
  enum Direction : int { kUnkeyed = -1, kOpen = 0, kSeal = 1 };

  struct Context {
    Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context{made(EVP_CIPHER_CTX_new())};
    Direction keyed_to = kUnkeyed;
  };

  void key_block();
  [[nodiscard]] EVP_CIPHER_CTX* start(AeadAlgorithm algorithm,
                                      std::span<const uint8_t, kAeadNonceSize> nonce,
                                      Direction direction);
  void choose(EVP_CIPHER_CTX* context, AeadAlgorithm algorithm) const;

  const Aes128Ciphers& ciphers_;
  Secret<kAes128KeySize> key_;
  bool loaded_ = false;
  Context block_;
  std::array<Context, 3> aeads_;  // by AeadAlgorithm
};

}  // namespace tls_se
