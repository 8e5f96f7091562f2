// The objects that a card is personalised with, as PUT DATA and GET DATA name them (docs/apdu.md).
//
// Tags are ISO 7816-4's of BER-TLV, private and primitive: DF xx for the first objects of a kind,
// DF 80+kind 80+hi lo, the index in twice seven bits, for those beyond.
#pragma once

#include <array>

#include "se/base/bytes.h"

namespace tls_se {

/// Numbers cross the APDU interface and stand in the memories of cards: they stay as they are, new
/// ones come at the end.
enum class ObjectKind : uint8_t {
  none = 0,
  // The card's own, which no PUT DATA reaches.
  life_cycle = 1,
  user_tries = 2,
  administrator_tries = 3,

  role_and_modes = 4,
  cipher_suites = 5,
  groups = 6,
  record_size_limit = 7,
  sw_more = 8,
  alerts = 9,
  key_share = 10,
  user_pin_for_tls = 11,
  server_name = 12,
  server_address = 13,
  protocol_name_list = 14,
  user_pin = 15,
  administrator_pin = 16,
  certificate_chain = 17,  // index 0: the card's own certificate
  trust_anchor = 18,
  private_key = 19,
  pre_shared_key = 20,
  allowed_peer = 21,
  historical_bytes = 22,
};

/// The life of a card goes one way. The numbers are those of ISO 7816-4 table 14.
enum class LifeCycle : uint8_t { initial = 0x03, operational = 0x05, terminated = 0x0c };

inline constexpr size_t kMinPin = 4;
inline constexpr size_t kMaxPin = 16;
inline constexpr size_t kMaxCertificate = 2048;
inline constexpr size_t kMaxPskValue = 2048;  // identity, its length, and the key
inline constexpr size_t kMaxPeerPattern = 255;
inline constexpr size_t kMaxHistoricalBytes = 15;  // ISO 7816-3 section 8.2.2
inline constexpr size_t kMaxPrivateKeys = 2;  // the one in use, and its successor
inline constexpr size_t kMaxObjectIndex = 0x3fff;

/// Which tags of two bytes the objects of a kind have: `count` of them from DF `first` on.
struct ObjectTags {
  uint8_t first = 0;
  uint8_t count = 0;  // 0: none
};
[[nodiscard]] constexpr ObjectTags tags_of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::role_and_modes:
      return {0x20, 1};
    case ObjectKind::cipher_suites:
      return {0x21, 1};
    case ObjectKind::groups:
      return {0x22, 1};
    case ObjectKind::record_size_limit:
      return {0x23, 1};
    case ObjectKind::sw_more:
      return {0x24, 1};
    case ObjectKind::alerts:
      return {0x25, 1};
    case ObjectKind::key_share:
      return {0x26, 1};
    case ObjectKind::user_pin_for_tls:
      return {0x27, 1};
    case ObjectKind::server_name:
      return {0x28, 1};
    case ObjectKind::server_address:
      return {0x29, 1};
    case ObjectKind::protocol_name_list:
      return {0x2a, 1};
    case ObjectKind::user_pin:
      return {0x2b, 1};
    case ObjectKind::administrator_pin:
      return {0x2c, 1};
    case ObjectKind::historical_bytes:
      return {0x2d, 1};
    case ObjectKind::certificate_chain:
      return {0x30, 8};
    case ObjectKind::trust_anchor:
      return {0x38, 8};
    case ObjectKind::private_key:
      return {0x40, kMaxPrivateKeys};
    case ObjectKind::pre_shared_key:
      return {0x50, 16};
    case ObjectKind::allowed_peer:
      return {0x60, 16};
    default:
      return {};
  }
}

inline constexpr uint8_t kObjectTagClass = 0xdf;
inline constexpr size_t kMaxObjectTag = 4;

/// The tag of an object that has one, up to kMaxObjectIndex.
struct ObjectTag {
  std::array<uint8_t, kMaxObjectTag> bytes{};
  size_t size = 0;

  constexpr ObjectTag(ObjectKind kind, size_t index) {
    const ObjectTags tags = tags_of(kind);
    if (index < tags.count) {
      size = 2;
      bytes = {kObjectTagClass, static_cast<uint8_t>(tags.first + index)};
    } else {
      size = 4;
      bytes = {kObjectTagClass, static_cast<uint8_t>(0x80 | static_cast<uint8_t>(kind)),
               static_cast<uint8_t>(0x80 | index >> 7), static_cast<uint8_t>(index & 0x7f)};
    }
  }
  [[nodiscard]] constexpr Bytes view() const { return Bytes(bytes).first(size); }
};

}  // namespace tls_se
