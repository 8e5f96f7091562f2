// A running SHA-256 of the platform's. One that fails is noted in `crypto`.
#pragma once

#include "se/base/secret.h"
#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// Of no value before start(); a copy forks the hash.
class Sha256 {
 public:
  explicit Sha256(Crypto& crypto) : crypto_(crypto) {}

  void start();
  void add(const Bytes& data);
  void finish(std::span<uint8_t, kSha256Size> digest);
  void clear() { wipe(state_.opaque); }

 private:
  Crypto& crypto_;
  Sha256State state_;
};

}  // namespace tls_se
