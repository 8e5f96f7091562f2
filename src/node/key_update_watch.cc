#include "node/key_update_watch.h"

#include "se/base/protocol.h"

namespace tls_se {
namespace {

constexpr uint8_t kUpdateRequested = 1;  // KeyUpdateRequest, RFC 8446 section 4.6.3

}  // namespace

bool KeyUpdateWatch::feed(Bytes content) {
  bool requested = false;
  for (const uint8_t byte : content) requested |= feed_byte(byte);
  return requested;
}

bool KeyUpdateWatch::feed_byte(uint8_t byte) {
  bool requested = false;
  if (position_ == 0) {
    is_key_update_ = static_cast<HandshakeType>(byte) == HandshakeType::key_update;
    length_ = 0;
  } else if (position_ < kHandshakeHeaderSize) {
    length_ = length_ << 8 | byte;
  } else {
    requested = is_key_update_ && length_ == 1 && byte == kUpdateRequested;
  }
  ++position_;
  const bool header_is_whole = position_ >= kHandshakeHeaderSize;
  if (header_is_whole && position_ == kHandshakeHeaderSize + length_) position_ = 0;
  return requested;
}

}  // namespace tls_se
