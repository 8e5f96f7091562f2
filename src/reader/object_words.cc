#include "reader/object_words.h"

#include <optional>

namespace tls_se {
namespace {

constexpr uint8_t kLastKind = static_cast<uint8_t>(ObjectKind::historical_bytes);

/// DF xx, or DF 80+kind 80+hi lo.
std::optional<size_t> index_of(ObjectKind kind, const Bytes& tag) {
  const ObjectTags tags = tags_of(kind);
  const bool is_short = tag[1] >= tags.first && tag[1] < tags.first + tags.count;
  if (is_short) return tag[1] - tags.first;
  const bool is_long = tags.count != 0 && tag[1] == (0x80 | static_cast<uint8_t>(kind)) &&
                       tag.size() >= kMaxObjectTag;
  if (!is_long) return {};
  return (tag[2] & 0x7f) << 7 | (tag[3] & 0x7f);
}

}  // namespace

std::string kind_words(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::role_and_modes:
      return "role and modes";
    case ObjectKind::cipher_suites:
      return "cipher suites";
    case ObjectKind::groups:
      return "groups";
    case ObjectKind::record_size_limit:
      return "record size limit";
    case ObjectKind::sw_more:
      return "encoding of sw-more";
    case ObjectKind::alerts:
      return "alerts";
    case ObjectKind::key_share:
      return "key share";
    case ObjectKind::user_pin_for_tls:
      return "user PIN for TLS";
    case ObjectKind::server_name:
      return "server name";
    case ObjectKind::server_address:
      return "server address";
    case ObjectKind::protocol_name_list:
      return "ALPN";
    case ObjectKind::user_pin:
      return "user PIN";
    case ObjectKind::administrator_pin:
      return "administrator PIN";
    case ObjectKind::certificate_chain:
      return "certificate";
    case ObjectKind::trust_anchor:
      return "trust anchor";
    case ObjectKind::private_key:
      return "private key";
    case ObjectKind::pre_shared_key:
      return "pre-shared key";
    case ObjectKind::allowed_peer:
      return "allowed peer";
    case ObjectKind::historical_bytes:
      return "historical bytes";
    default:
      return "object of an unknown kind";
  }
}

std::string object_words(ObjectKind kind, size_t index) {
  const bool is_one = tags_of(kind).count <= 1;
  return is_one ? kind_words(kind) : kind_words(kind) + (' ' + std::to_string(index + 1));
}

std::string object_words_of_tag(const Bytes& tag) {
  if (tag.size() < 2 || tag[0] != kObjectTagClass) return "";
  for (uint8_t number = 1; number <= kLastKind; ++number) {
    const auto kind = static_cast<ObjectKind>(number);
    if (const auto index = index_of(kind, tag)) return object_words(kind, *index);
  }
  return "";
}

}  // namespace tls_se
