// The header of a handshake message, RFC 8446 section 4: its HandshakeType and uint24 length.
#pragma once

#include "se/base/bytes.h"
#include "se/base/protocol.h"

namespace tls_se {

/// `message` begins with the header; `size` is that of the whole message.
inline void set_message_size(const MutableBytes& message, size_t size) {
  const size_t length = size - kHandshakeHeaderSize;
  message[1] = static_cast<uint8_t>(length >> 16);
  store_u16(&message[2], length);
}

/// Of the whole message that begins with `header`, kHandshakeHeaderSize bytes or more.
[[nodiscard]] inline size_t message_size_of(const Bytes& header) {
  return kHandshakeHeaderSize + load_u24(&header[1]);
}

}  // namespace tls_se
