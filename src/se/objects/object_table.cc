#include "se/objects/object_table.h"

#include "se/objects/object_values.h"

namespace tls_se {
namespace {

using enum ObjectKind;
using enum Access;
constexpr auto kOpen = ObjectStore::Kind::open;
constexpr auto kSecret = ObjectStore::Kind::secret;

constexpr ObjectRow setting(ObjectKind kind, Access operational, uint16_t shortest,
                            uint16_t longest, Alert (*take)(Taking&, const Bytes&),
                            void (*show)(CardViews&, size_t, const Bytes&),
                            bool (*rule)(const CardViews&) = nullptr) {
  return {.kind = kind,
          .tags = tags_of(kind),
          .store_kind = kOpen,
          .initial = everybody,
          .operational = operational,
          .shortest = shortest,
          .longest = longest,
          .take = take,
          .show = show,
          .settle = nullptr,
          .rule = rule,
          .tell = values::tell_stored};
}

constexpr ObjectRow pin(ObjectKind kind, void (*show)(CardViews&, size_t, const Bytes&)) {
  return {.kind = kind,
          .tags = tags_of(kind),
          .store_kind = kSecret,
          .initial = everybody,
          .operational = nobody,
          .shortest = kMinPin,
          .longest = kMaxPin,
          .take = values::take_pin,
          .show = show,
          .settle = nullptr,
          .rule = nullptr,
          .tell = nullptr};
}

// What is needed by a mode is blamed on the object that lacks: so the rules stand in the order in
// which a person mends things.
constexpr ObjectRow kPskRows[] = {
    setting(role_and_modes, nobody, 2, 2, values::take_role_and_modes, values::show_role_and_modes),
    setting(cipher_suites, administrator, 2, 16, values::take_cipher_suites,
            values::show_cipher_suites),
    setting(groups, administrator, 2, 16, values::take_groups, values::show_groups),
    setting(record_size_limit, administrator, 2, 2, values::take_record_size_limit,
            values::show_record_size_limit),
    setting(sw_more, administrator, 1, 1, values::take_sw_more, values::show_sw_more),
    setting(alerts, administrator, 1, 1, values::take_flag, values::show_alerts),
    setting(key_share, administrator, 1, 1, values::take_flag, values::show_key_share),
    setting(server_name, administrator, 1, kMaxHostNameSize, values::take_server_name,
            values::show_server_name),
    {.kind = server_address,
     .tags = tags_of(server_address),
     .store_kind = kOpen,
     .initial = everybody,
     .operational = administrator,
     .shortest = 4,
     .longest = 16,
     .take = values::take_server_address,
     .show = values::show_server_address,
     .settle = values::settle_server,
     .rule = values::server_rule,
     .tell = values::tell_stored},
    setting(protocol_name_list, administrator, 2, kMaxProtocolNameList, values::take_protocols,
            values::show_protocols),
    pin(user_pin, values::show_user_pin),
    pin(administrator_pin, values::show_administrator_pin),
    setting(user_pin_for_tls, administrator, 1, 1, values::take_flag, values::show_user_pin_for_tls,
            values::user_pin_rule),
    {.kind = pre_shared_key,
     .tags = tags_of(pre_shared_key),
     .store_kind = kSecret,
     .initial = everybody,
     .operational = administrator,
     .shortest = 4,
     .longest = kMaxPskValue,
     .take = values::take_psk,
     .show = values::show_psk,
     .settle = values::settle_psks,
     .rule = values::psk_rule,
     .tell = values::tell_psk},
};
constexpr size_t kPskRowCount = std::size(kPskRows);

constexpr ObjectRow kCertificateRows[] = {
    {.kind = certificate_chain,
     .tags = tags_of(certificate_chain),
     .store_kind = kOpen,
     .initial = everybody,
     .operational = administrator,
     .shortest = 1,
     .longest = kMaxCertificate,
     .take = values::take_certificate,
     .show = values::show_certificate,
     .settle = values::settle_chain,
     .rule = values::chain_rule,
     .tell = values::tell_stored},
    {.kind = private_key,
     .tags = tags_of(private_key),
     .store_kind = kSecret,
     .initial = everybody,
     .operational = nobody,
     .shortest = kP256ScalarSize,
     .longest = kP256ScalarSize,
     .take = values::take_private_key,
     .show = values::show_private_key,
     .settle = values::settle_private_keys,
     .rule = values::private_key_rule,
     .tell = values::tell_private_key},
    {.kind = trust_anchor,
     .tags = tags_of(trust_anchor),
     .store_kind = kOpen,
     .initial = everybody,
     .operational = administrator,
     .shortest = 1,
     .longest = kMaxCertificate,
     .take = values::take_certificate,
     .show = values::show_trust_anchor,
     .settle = values::settle_trust_anchors,
     .rule = values::trust_anchor_rule,
     .tell = values::tell_stored},
    {.kind = allowed_peer,
     .tags = tags_of(allowed_peer),
     .store_kind = kOpen,
     .initial = everybody,
     .operational = administrator,
     .shortest = 2,
     .longest = 1 + kMaxPeerPattern,
     .take = values::take_allowed_peer,
     .show = values::show_allowed_peer,
     .settle = values::settle_allowed_peers,
     .rule = nullptr,
     .tell = values::tell_stored},
};

consteval auto whole() {
  std::array<ObjectRow, kPskRowCount + std::size(kCertificateRows)> rows{};
  size_t count = 0;
  for (const ObjectRow& row : kPskRows) rows[count++] = row;
  for (const ObjectRow& row : kCertificateRows) rows[count++] = row;
  return rows;
}
constexpr auto kWholeRows = whole();

/// No tag of two bytes names two objects, and none is beyond what ISO 7816-4 section 5.2.2.1 has.
consteval bool tags_are_apart() {
  for (const ObjectRow& row : kWholeRows) {
    if (row.tags.first < 0x1f || row.tags.first + row.tags.count > 0x80) return false;
    for (const ObjectRow& other : kWholeRows) {
      const bool apart = row.tags.first + row.tags.count <= other.tags.first ||
                         other.tags.first + other.tags.count <= row.tags.first;
      if (row.kind != other.kind && !apart) return false;
    }
  }
  return true;
}
static_assert(tags_are_apart());

}  // namespace

namespace tables {
constinit const std::span<const ObjectRow> kWhole = kWholeRows;
constinit const std::span<const ObjectRow> kPsk = kPskRows;
}  // namespace tables

ObjectStore::Id ObjectName::id() const { return object_id(row->kind, index); }

ObjectName object_of_tag(const ObjectTable& table, uint16_t tag) {
  const uint8_t second = static_cast<uint8_t>(tag);
  if (tag >> 8 != kObjectTagClass) return {};
  for (const ObjectRow& row : table) {
    if (second >= row.tags.first && second < row.tags.first + row.tags.count) {
      return {&row, static_cast<uint16_t>(second - row.tags.first)};
    }
  }
  return {};
}

ObjectName read_object_tag(const ObjectTable& table, Reader& reader) {
  const uint16_t tag = reader.u16();
  if ((tag & 0x80) == 0) return object_of_tag(table, tag);
  const uint16_t number = reader.u16();
  const auto index = static_cast<uint16_t>((number >> 8 & 0x7f) << 7 | (number & 0x7f));
  if (tag >> 8 != kObjectTagClass || (number & 0x8080) != 0x8000) return {};
  for (const ObjectRow& row : table) {
    if (static_cast<uint8_t>(row.kind) == (tag & 0x7f) && index >= row.tags.count &&
        row.is_array()) {
      return {&row, index};
    }
  }
  return {};
}

}  // namespace tls_se
