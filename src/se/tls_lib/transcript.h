// The transcript hash, RFC 8446 section 4.4.1.
#pragma once

#include "se/crypto_lib/sha256.h"

namespace tls_se {

/// Of no value before clear().
class Transcript {
 public:
  explicit Transcript(Crypto& crypto) : messages_(crypto) {}

  void add(const Bytes& message) { messages_.add(message); }

  /// Of all messages added so far, and of `tail` behind them.
  [[nodiscard]] Sha256Hash hash(const Bytes& tail) const;
  [[nodiscard]] Sha256Hash hash() const;

  /// ClientHello1, which a HelloRetryRequest answers, is "replaced with a special synthetic
  /// handshake message of handshake type "message_hash"" (section 4.4.1).
  void replace_with_message_hash();

  /// Wipes it, and starts anew.
  void clear() {
    messages_.clear();
    messages_.start();
  }

 private:
  Sha256 messages_;
};

}  // namespace tls_se
