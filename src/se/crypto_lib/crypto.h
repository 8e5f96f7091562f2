// The crypto seam: what the silicon gives (draft section 3.1) and a platform fills. Everything else
// that TLS 1.3 needs is made from it in this folder.
//
// No function here allocates on behalf of the element. Memory that holds a secret is wiped by its
// owner: the element for what it passes in, the platform for what it keeps.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "se/base/alert.h"
#include "se/base/bytes.h"

namespace tls_se {

inline constexpr size_t kSha256Size = 32;
inline constexpr size_t kSha256BlockSize = 64;
inline constexpr size_t kAesBlockSize = 16;
inline constexpr size_t kAes128KeySize = 16;
inline constexpr size_t kAeadNonceSize = 12;   // RFC 8446 section 5.3: N_MIN = N_MAX = 12
inline constexpr size_t kP256PointSize = 65;   // 04 || X || Y, RFC 8446 section 4.2.8.2
inline constexpr size_t kP256SecretSize = 32;  // the x-coordinate, IEEE 1363 ECKAS-DH1
inline constexpr size_t kX25519Size = 32;      // public key and secret, RFC 7748 section 5

/// What becomes of a call of the seam.
enum class [[nodiscard]] CryptoStatus : uint8_t{
    done = 0,
    not_offered,  // an optional function, which this folder makes from others
    rejected,  // what the peer has sent is wrong: no point of the curve, a wrong tag or signature
    failed,    // the platform's own fault: its entropy, an engine, a key that it does not have
};

inline constexpr Alert kPlatformFailed = refuse(Alert::internal_error, Reason::platform_failed);

/// What it means for the session: nothing, this alert if the peer is to blame, or internal_error.
Alert alert_of(CryptoStatus status, Alert if_rejected);

/// The hash of something that is no secret.
using Sha256Hash = std::array<uint8_t, kSha256Size>;

/// A running SHA-256 in the platform's own form; may be copied to fork a hash. How much that takes
/// is the platform's to say: the build that chooses it defines TLS_SE_SHA256_STATE_SIZE.
struct Sha256State {
  alignas(8) std::array<uint8_t, TLS_SE_SHA256_STATE_SIZE> opaque;
};

/// Names a key object of the card, a pre-shared key or a private key, whose bytes the element never
/// sees: they are in the platform's key store, or the platform knows where they stand.
enum class KeyHandle : uint16_t {};

/// Where the bytes of key objects stand, for a platform without a key store of its own.
class KeyBytes {
 public:
  /// Empty if there is no such key.
  [[nodiscard]] virtual Bytes find(KeyHandle key) const = 0;

 protected:
  ~KeyBytes() = default;
};

// Keys of a session live in slots of the platform, as hardware with key registers has them; the
// element gives their numbers. A card has kAesSlotsPerSession of the first kind for each of its
// sessions, and one of the second for each that can be in a handshake while others are: for all of
// them one, if they share the handshake's memory.

/// Holds one expanded AES key.
enum class AesSlot : uint8_t {};
/// Holds the private half of one ephemeral key pair.
enum class KeyPairSlot : uint8_t {};
inline constexpr size_t kAesSlotsPerSession = 2;  // to read and to write

/// The AEAD algorithms that a platform may offer whole.
enum class AeadAlgorithm : uint8_t { aes_128_ccm, aes_128_ccm_8, aes_128_gcm };

/// What an AEAD works on: `data` is sealed or opened in place under the slot's key.
struct AeadInput {
  AesSlot slot;
  std::span<const uint8_t, kAeadNonceSize> nonce;
  Bytes additional;
  MutableBytes data;
};

class Crypto;
/// The default of HMAC under a key object, `key` being its bytes: `failed` if there are none.
CryptoStatus hmac_sha256_under(Crypto& crypto, const Bytes& key, const Bytes& data,
                               std::span<uint8_t, kSha256Size> mac);

/// A function that is not `done` has given nothing, whatever its output holds.
class Crypto {
 public:
  /// Fills `out` with bytes fit for keys and nonces.
  virtual CryptoStatus random(const MutableBytes& out) = 0;

  // FIPS 180-4. After one that was not done, those that follow on its state harm nothing.
  virtual CryptoStatus sha256_start(Sha256State& state) = 0;
  virtual CryptoStatus sha256_update(Sha256State& state, const Bytes& data) = 0;
  virtual CryptoStatus sha256_finish(Sha256State& state,
                                     std::span<uint8_t, kSha256Size> digest) = 0;

  /// HMAC (RFC 2104) under a key object. Of a pre-shared key that object is its Early Secret,
  /// HKDF-Extract(0, PSK): RFC 8446 section 7.1 needs no more of it (extract_early_secret in
  /// hkdf.h). Optional for a platform that has find_key(): it is made from SHA-256 then, whose
  /// failures are noted and not told here.
  virtual CryptoStatus hmac_sha256(KeyHandle key, const Bytes& data,
                                   std::span<uint8_t, kSha256Size> mac) {
    return hmac_sha256_under(*this, find_key(key), data, mac);
  }

  // FIPS 197. `in` and `out` may be the same block.
  virtual CryptoStatus aes128_load(AesSlot slot, std::span<const uint8_t, kAes128KeySize> key) = 0;
  virtual void aes128_clear(AesSlot slot) = 0;
  virtual CryptoStatus aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                                      std::span<uint8_t, kAesBlockSize> out) = 0;

  /// A fresh secp256r1 key pair, whose private key stays in the slot.
  virtual CryptoStatus p256_generate(KeyPairSlot slot,
                                     std::span<uint8_t, kP256PointSize> public_point) = 0;
  /// ECDH with the slot's private key. `rejected` if `peer` is not a point of the curve. Whatever
  /// came of it, the slot is empty afterwards.
  virtual CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                                  std::span<uint8_t, kP256SecretSize> secret) = 0;
  /// Optional, for cards with the group x25519: the same with X25519 (RFC 7748 section 6.1), of
  /// which any 32 bytes are a public key. A secret that is all zero is refused in any case
  /// (named_group.cc).
  virtual CryptoStatus x25519_generate(KeyPairSlot,
                                       std::span<uint8_t, kX25519Size> /*public_key*/) {
    return CryptoStatus::not_offered;
  }
  virtual CryptoStatus x25519_agree(KeyPairSlot, std::span<const uint8_t, kX25519Size> /*peer*/,
                                    std::span<uint8_t, kX25519Size> /*secret*/) {
    return CryptoStatus::not_offered;
  }
  virtual void key_pair_clear(KeyPairSlot slot) = 0;

  /// Optional: a whole AEAD under the slot's key, where the platform has a faster one than this
  /// folder builds from aes128_encrypt. Works in place; `tag` has the algorithm's length. If the
  /// tag is `rejected`, the data is wiped.
  virtual CryptoStatus aead_seal(AeadAlgorithm, const AeadInput&, const MutableBytes& /*tag*/) {
    return CryptoStatus::not_offered;
  }
  virtual CryptoStatus aead_open(AeadAlgorithm, const AeadInput&, const Bytes& /*tag*/) {
    return CryptoStatus::not_offered;
  }

  /// Takes note of a call whose result is used without a look at its status: a hash in the middle
  /// of a key schedule. All that was computed since is worth nothing once one was not done.
  void note(CryptoStatus status) {
    if (status != CryptoStatus::done) failed_ = true;
  }
  /// One of those calls was not done since this was last asked. To be asked before anything that
  /// was computed leaves the element or lets somebody in.
  [[nodiscard]] bool take_failure() {
    const bool failed = failed_;
    failed_ = false;
    return failed;
  }

 protected:
  ~Crypto() = default;

  /// The bytes of a key object; empty if there is no such object, or a key store keeps them.
  [[nodiscard]] virtual Bytes find_key(KeyHandle) const { return {}; }

 private:
  bool failed_ = false;
};

}  // namespace tls_se
