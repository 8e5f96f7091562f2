#include "se/objects/object_table.h"

#include "se/data_exchange/data_objects.h"

#include "se/objects/object_families.h"

namespace tls_se {
namespace {

using enum ObjectKind;
using enum Access;

constexpr ObjectRow open(ObjectKind kind, Access operational, uint8_t shortest, uint16_t longest,
                         const ObjectFamily& family) {
  return ObjectRow{.kind = kind,
                   .tags = tags_of(kind),
                   .is_secret = false,
                   .operational = operational,
                   .telling = Telling::value,
                   .shortest = shortest,
                   .longest = longest,
                   .family = &family};
}

constexpr ObjectRow secret(ObjectKind kind, Access operational, Telling telling, uint8_t shortest,
                           uint16_t longest, const ObjectFamily& family) {
  return ObjectRow{.kind = kind,
                   .tags = tags_of(kind),
                   .is_secret = true,
                   .operational = operational,
                   .telling = telling,
                   .shortest = shortest,
                   .longest = longest,
                   .family = &family};
}

constexpr ObjectRow setting(ObjectKind kind, Access operational, uint8_t shortest,
                            uint16_t longest) {
  return open(kind, operational, shortest, longest, families::kSettings);
}

constexpr ObjectRow kRows[] = {
    setting(role_and_modes, nobody, 2, 2),
    open(cipher_suites, administrator, 2, kMaxRowNumbers, families::kAlgorithms),
    open(groups, administrator, 2, kMaxRowNumbers, families::kAlgorithms),
    setting(record_size_limit, administrator, 2, 2),
    setting(sw_more, administrator, 1, 1),
    setting(alerts, administrator, 1, 1),
    setting(key_share, administrator, 1, 1),
    open(server_name, administrator, 1, kMaxHostNameSize, families::kCircumstances),
    open(server_address, administrator, kIpv4AddressSize, kIpv6AddressSize,
         families::kCircumstances),
    open(protocol_name_list, administrator, 2, kMaxProtocolNameList, families::kCircumstances),
    secret(user_pin, nobody, Telling::nothing, kMinPin, kMaxPin, families::kSettings),
    secret(administrator_pin, nobody, Telling::nothing, kMinPin, kMaxPin, families::kSettings),
    setting(user_pin_for_tls, administrator, 1, 1),
    secret(pre_shared_key, administrator, Telling::check_value, 4, kMaxPskValue, families::kPsks),
    open(certificate_chain, administrator, 1, kMaxCertificate, families::kCertificates),
    secret(private_key, nobody, Telling::public_point, kP256ScalarSize, kP256ScalarSize,
           families::kCertificates),
    open(trust_anchor, administrator, 1, kMaxCertificate, families::kCertificates),
    open(allowed_peer, administrator, 2, 1 + kMaxPeerPattern, families::kCertificates),
    open(historical_bytes, administrator, 1, kMaxHistoricalBytes, families::kKept),
};

/// What a card of programs::kServerPsk has no use for is the client's, or certificates', or ALPN's,
/// or for a choice that it has not, or for the reader alone.
constexpr ObjectKind kOfPskServer[] = {role_and_modes,   record_size_limit, sw_more,
                                       alerts,           user_pin,          administrator_pin,
                                       user_pin_for_tls, pre_shared_key};
constexpr bool is_of_psk_server(const ObjectRow& row) {
  for (const ObjectKind kind : kOfPskServer) {
    if (kind == row.kind) return true;
  }
  return false;
}
consteval auto rows_of_psk_server() {
  std::array<ObjectRow, std::size(kOfPskServer)> rows{};
  size_t count = 0;
  for (const ObjectRow& row : kRows) {
    if (is_of_psk_server(row)) rows[count++] = row;
  }
  return rows;
}
constexpr auto kPskServerRows = rows_of_psk_server();

constexpr const ObjectFamily* kFamilies[] = {&families::kCircumstances, &families::kSettings,
                                             &families::kAlgorithms, &families::kPsks,
                                             &families::kCertificates};
constexpr const ObjectFamily* kPskServerFamilies[] = {&families::kSettings, &families::kPsks};

/// No tag of two bytes names two objects, and none is beyond what ISO 7816-4 section 5.2.2.1 has.
consteval bool tags_are_apart() {
  for (const ObjectRow& row : kRows) {
    if (row.tags.first < 0x1f || row.tags.first + row.tags.count > 0x80) return false;
    for (const ObjectRow& other : kRows) {
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
constinit const ObjectTable kWhole = {kRows, kFamilies};
constinit const ObjectTable kPskServer = {kPskServerRows, kPskServerFamilies};
}  // namespace tables

bool StoredObjects::has(ObjectKind kind) const { return !find(kind).empty(); }

uint8_t StoredObjects::byte(ObjectKind kind) const {
  const Bytes stored = find(kind);
  return stored.empty() ? uint8_t{0} : stored[0];
}

ObjectStore::Id ObjectName::id() const { return object_id(row->kind, index); }

ObjectName read_object_tag(const ObjectTable& table, Reader& reader) {
  const bool is_ours = reader.u8() == kObjectTagClass;
  const uint8_t second = reader.u8();
  const bool is_long = second >= 0x80;
  const uint16_t number = is_long ? reader.u16() : uint16_t{0x8000};
  if (!is_ours || (number & 0x8080) != 0x8000) return {};
  const auto index = static_cast<uint16_t>((number >> 8 & 0x7f) << 7 | (number & 0x7f));
  for (const ObjectRow& row : table.rows) {
    const auto place = static_cast<uint8_t>(second - row.tags.first);
    if (!is_long && place < row.tags.count) return {&row, place};
    const bool is_kind = second == (0x80 | static_cast<uint8_t>(row.kind));
    if (is_kind && row.is_array() && index >= row.tags.count) return {&row, index};
  }
  return {};
}

}  // namespace tls_se
