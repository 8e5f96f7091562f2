#include "se/tls_lib/transcript.h"

#include "se/tls_lib/protocol.h"

namespace tls_se {

Transcript::Hash Transcript::hash(Crypto& crypto, Bytes tail) const {
  Sha256State fork = state_;
  Hash hash;
  crypto.sha256_update(fork, tail);
  crypto.sha256_finish(fork, hash);
  return hash;
}

void Transcript::replace_with_message_hash(Crypto& crypto) {
  const Hash client_hello1 = hash(crypto);
  constexpr uint8_t header[] = {static_cast<uint8_t>(HandshakeType::message_hash), 0, 0,
                                kSha256Size};
  start(crypto);
  add(crypto, header);
  add(crypto, client_hello1);
}

}  // namespace tls_se
