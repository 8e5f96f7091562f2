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

#include "se/base/bytes.h"

namespace tls_se {

inline constexpr size_t kSha256Size = 32;
inline constexpr size_t kSha256BlockSize = 64;
inline constexpr size_t kAesBlockSize = 16;
inline constexpr size_t kAes128KeySize = 16;
inline constexpr size_t kAeadNonceSize = 12;  // RFC 8446 section 5.3: N_MIN = N_MAX = 12
inline constexpr size_t kP256PrivateKeySize = 32;
inline constexpr size_t kP256PointSize = 65;   // 04 || X || Y, RFC 8446 section 4.2.8.2
inline constexpr size_t kP256SecretSize = 32;  // the x-coordinate, IEEE 1363 ECKAS-DH1

/// The hash of something that is no secret.
using Sha256Hash = std::array<uint8_t, kSha256Size>;

/// A running SHA-256 in the platform's own form; may be copied to fork a hash.
struct Sha256State {
  alignas(8) std::array<uint8_t, 112> opaque;  // libcrypto's SHA256_CTX is the largest known
};

/// A platform keeps one expanded AES key in each slot, as hardware with key registers does.
enum class KeySlot : uint8_t { read, write };

/// The AEAD algorithms that a platform may offer whole.
enum class AeadAlgorithm : uint8_t { aes_128_ccm, aes_128_ccm_8, aes_128_gcm };

enum class AeadOutcome : uint8_t { not_offered, done, bad_tag };

/// What an AEAD works on: `data` is sealed or opened in place under the slot's key.
struct AeadInput {
  KeySlot slot;
  std::span<const uint8_t, kAeadNonceSize> nonce;
  Bytes additional;
  MutableBytes data;
};

class Crypto {
 public:
  /// Fills `out` with bytes fit for keys and nonces. False if the entropy source has failed.
  [[nodiscard]] virtual bool random(const MutableBytes& out) = 0;

  // FIPS 180-4.
  virtual void sha256_start(Sha256State& state) = 0;
  virtual void sha256_update(Sha256State& state, const Bytes& data) = 0;
  virtual void sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) = 0;

  // FIPS 197. `in` and `out` may be the same block.
  [[nodiscard]] virtual bool aes128_load(KeySlot slot,
                                         std::span<const uint8_t, kAes128KeySize> key) = 0;
  virtual void aes128_clear(KeySlot slot) = 0;
  virtual void aes128_encrypt(KeySlot slot, std::span<const uint8_t, kAesBlockSize> in,
                              std::span<uint8_t, kAesBlockSize> out) = 0;

  /// A fresh secp256r1 key pair. False if the entropy source has failed.
  [[nodiscard]] virtual bool p256_generate(std::span<uint8_t, kP256PrivateKeySize> private_key,
                                           std::span<uint8_t, kP256PointSize> public_point) = 0;
  /// ECDH. False, and `secret` wiped, if `peer` is not a point of the curve.
  [[nodiscard]] virtual bool p256_ecdh(std::span<const uint8_t, kP256PrivateKeySize> private_key,
                                       std::span<const uint8_t, kP256PointSize> peer,
                                       std::span<uint8_t, kP256SecretSize> secret) = 0;

  /// Optional: a whole AEAD under the slot's key, where the platform has a faster one than this
  /// folder builds from aes128_encrypt. Works in place; `tag` has the algorithm's length. On
  /// bad_tag, the data is wiped.
  virtual AeadOutcome aead_seal(AeadAlgorithm, const AeadInput&, const MutableBytes& /*tag*/) {
    return AeadOutcome::not_offered;
  }
  virtual AeadOutcome aead_open(AeadAlgorithm, const AeadInput&, const Bytes& /*tag*/) {
    return AeadOutcome::not_offered;
  }

 protected:
  ~Crypto() = default;
};

}  // namespace tls_se
