// HMAC_DRBG with SHA-256, SP 800-90A section 10.1.2. Of the three generators there it is the
// smallest on a card: HMAC and SHA-256 are linked for TLS in any case, and its state is 64 bytes.
// CTR_DRBG would need a derivation function beside AES, and an expanded key of 352 bytes for as
// long as power is on.
//
// A platform whose hash fails is noted in `crypto`; what was generated is worth nothing then.
#pragma once

#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

class HmacDrbg {
 public:
  static constexpr size_t kMaxSeed = 64;
  /// Section 10.1, table 2: 2^19 bits.
  static constexpr size_t kMaxRequest = 65536;

  explicit HmacDrbg(Crypto& crypto) : crypto_(crypto) {}

  /// From entropy input and nonce, one behind the other; up to kMaxSeed.
  void instantiate(const Bytes& seed);
  void reseed(const Bytes& entropy) { update(&entropy); }
  /// Up to kMaxRequest. What was given out before can't be computed from the state afterwards.
  void generate(const MutableBytes& out);
  void clear();

 private:
  void update(const Bytes* provided);
  void next_key(uint8_t separator, const Bytes& provided);
  void next_value();

  Crypto& crypto_;
  Secret<kSha256Size> key_;
  Secret<kSha256Size> value_;
};

}  // namespace tls_se
