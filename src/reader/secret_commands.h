// Commands that bring a card secrets: what a trace must not show of them.
#pragma once

#include "se/base/bytes.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {

/// It follows the commands, since a chain's later parts do not say of what they are. One for each
/// channel.
class SecretCommands {
 public:
  /// Whether this command has PINs or keys in it, or what might be some: behind CLA INS P1 P2.
  [[nodiscard]] bool has_secret(Bytes command);

 private:
  bool chain_is_secret_ = false;
};

}  // namespace tls_se
