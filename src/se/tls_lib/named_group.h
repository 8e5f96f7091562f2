// Named groups as rows of a table (RFC 8446 section 4.2.7): what a key exchange over one takes. A
// card names the ones it was personalised for, and the linker drops the others.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

/// A share is the key_exchange of a KeyShareEntry; shares and secrets have the sizes of their row.
/// The server's functions fit a KEM too: its share is then the encapsulation for the client's.
struct NamedGroup {
  uint16_t id;
  uint16_t client_share_size;
  uint16_t server_share_size;
  uint16_t secret_size;
  /// The client's share; what belongs to it stays in the slot.
  CryptoStatus (*generate)(Crypto&, KeyPairSlot, uint8_t* client_share);
  /// The client: the secret that it shares with the server. Empties the slot.
  CryptoStatus (*agree)(Crypto&, KeyPairSlot, const uint8_t* server_share, uint8_t* secret);
  /// The server: its share, and the secret that it shares with the client.
  CryptoStatus (*answer)(Crypto&, KeyPairSlot, const uint8_t* client_share, uint8_t* server_share,
                         uint8_t* secret);
};

extern const NamedGroup kSecp256r1;  // the draft's
extern const NamedGroup kX25519;     // if the platform offers it

/// What no group here exceeds, for memory that takes any of them.
inline constexpr size_t kMaxShareSize = kP256PointSize;
inline constexpr size_t kMaxSharedSecretSize = kP256SecretSize;

}  // namespace tls_se
