// The transcript hash, RFC 8446 section 4.4.1.
#pragma once

#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

class Transcript {
 public:
  explicit Transcript(Crypto& crypto) : crypto_(crypto) { clear(); }

  void start() { crypto_.note(crypto_.sha256_start(state_)); }
  void add(const Bytes& message) { crypto_.note(crypto_.sha256_update(state_, message)); }

  /// Of all messages added so far, and of `tail` behind them.
  [[nodiscard]] Sha256Hash hash(const Bytes& tail) const;
  [[nodiscard]] Sha256Hash hash() const;

  /// ClientHello1, which a HelloRetryRequest answers, is "replaced with a special synthetic
  /// handshake message of handshake type "message_hash"" (section 4.4.1).
  void replace_with_message_hash();

  void clear() { wipe(state_.opaque); }

 private:
  Crypto& crypto_;
  Sha256State state_;
};

}  // namespace tls_se
