// Follows the handshake messages that come after the handshake, to see the one that a node has to
// answer: KeyUpdate with update_requested, RFC 8446 section 4.6.3.
#pragma once

#include <cstddef>

#include "se/base/bytes.h"

namespace tls_se {

class KeyUpdateWatch {
 public:
  /// Content of type handshake, messages of any number or parts of them. True if such a KeyUpdate
  /// ends in it.
  bool feed(Bytes content);

 private:
  bool feed_byte(uint8_t byte);

  size_t position_ = 0;  // in the message: four bytes of header, then its body
  size_t length_ = 0;    // of the body
  bool is_key_update_ = false;
};

}  // namespace tls_se
