#include "se/crypto_lib/sha256.h"

namespace tls_se {

void Sha256::start() { crypto_.note(crypto_.sha256_start(state_)); }

void Sha256::add(const Bytes& data) { crypto_.note(crypto_.sha256_update(state_, data)); }

void Sha256::finish(std::span<uint8_t, kSha256Size> digest) {
  crypto_.note(crypto_.sha256_finish(state_, digest));
}

}  // namespace tls_se
