#include "se/tls_lib/transcript.h"

#include "se/base/protocol.h"

namespace tls_se {

Sha256Hash Transcript::hash(const Bytes& tail) const {
  Sha256State fork = state_;
  Sha256Hash hash;
  crypto_.note(crypto_.sha256_update(fork, tail));
  crypto_.note(crypto_.sha256_finish(fork, hash));
  return hash;
}

Sha256Hash Transcript::hash() const { return hash({}); }

void Transcript::replace_with_message_hash() {
  const Sha256Hash client_hello1 = hash();
  constexpr uint8_t header[] = {static_cast<uint8_t>(HandshakeType::message_hash), 0, 0,
                                kSha256Size};
  start();
  add(header);
  add(client_hello1);
}

}  // namespace tls_se
