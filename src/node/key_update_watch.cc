#include "node/key_update_watch.h"

namespace tls_se {
namespace {

constexpr uint8_t kKeyUpdate = 24;
constexpr uint8_t kUpdateRequested = 1;
constexpr size_t kHeaderSize = 4;

}  // namespace

bool KeyUpdateWatch::feed(Bytes content) {
  bool requested = false;
  for (const uint8_t byte : content) requested |= feed_byte(byte);
  return requested;
}

bool KeyUpdateWatch::feed_byte(uint8_t byte) {
  bool requested = false;
  if (position_ == 0) {
    is_key_update_ = byte == kKeyUpdate;
    length_ = 0;
  } else if (position_ < kHeaderSize) {
    length_ = length_ << 8 | byte;
  } else {
    requested = is_key_update_ && length_ == 1 && byte == kUpdateRequested;
  }
  ++position_;
  if (position_ >= kHeaderSize && position_ == kHeaderSize + length_) position_ = 0;
  return requested;
}

}  // namespace tls_se
