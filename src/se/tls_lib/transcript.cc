#include "se/tls_lib/transcript.h"

#include "se/base/protocol.h"

namespace tls_se {

Sha256Hash Transcript::hash(const Bytes& tail) const {
  Sha256 fork = messages_;
  Sha256Hash hash;
  fork.add(tail);
  fork.finish(hash);
  return hash;
}

Sha256Hash Transcript::hash() const { return hash({}); }

void Transcript::replace_with_message_hash() {
  const Sha256Hash client_hello1 = hash();
  constexpr uint8_t header[] = {static_cast<uint8_t>(HandshakeType::message_hash), 0, 0,
                                kSha256Size};
  messages_.start();
  add(header);
  add(client_hello1);
}

}  // namespace tls_se
