// The objects that a card is personalised with: a row for each kind says how it is named, who may
// put it when, and what has to be right about its value. PUT DATA, GET DATA and the look-up of
// settings at RESET are walks through this table (docs/apdu.md is held to it).
#pragma once

#include <array>
#include <span>

#include "se/base/host_name.h"
#include "se/base/secret.h"
#include "se/crypto_lib/key_check_value.h"
#include "se/data_exchange/data_objects.h"
#include "se/data_exchange/object_tags.h"
#include "se/objects/card_views.h"
#include "se/store/object_store.h"

namespace tls_se {

/// Who may do something.
enum class Access : uint8_t { nobody, everybody, administrator };

struct ObjectRow;

/// One object.
struct ObjectName {
  const ObjectRow* row = nullptr;
  uint16_t index = 0;

  [[nodiscard]] ObjectStore::Id id() const;
};

/// What becomes of a value on its way into the store: `head` and behind it `body`, which is the
/// value as it came if nothing else is said.
struct Taking {
  Crypto& crypto;
  KeyMaker* key_maker;  // null in a card without private keys
  const CardModel& model;

  Secret<kP256ScalarSize + kP256PointSize> head_memory;
  size_t head_size = 0;
  Bytes body;

  [[nodiscard]] Bytes head() const { return Bytes(head_memory.bytes()).first(head_size); }
};

/// A value that is told: `head` and behind it `body`, a part of what is stored.
struct Told {
  KeyCheckValue head{};
  size_t head_size = 0;
  Bytes body;
};

struct ObjectRow {
  ObjectKind kind;
  ObjectTags tags;
  ObjectStore::Kind store_kind;
  // Who may put it, and remove it, while the card is so.
  Access initial;
  Access operational;
  // Bytes of a value as it is put.
  uint16_t shortest;
  uint16_t longest;
  /// Alert::none, or what is wrong with the value: its reason is told by GET DATA. Null: any bytes
  /// are right, and are stored as they come.
  Alert (*take)(Taking& taking, const Bytes& value);
  /// Brings what is stored, or nothing, into the views.
  void (*show)(CardViews& views, size_t index, const Bytes& stored);
  /// Once all are shown. May be null.
  void (*settle)(CardViews& views);
  /// What has to be right about it beside all others, before a transaction is committed. May be
  /// null.
  bool (*rule)(const CardViews& views);
  /// What GET DATA tells of what is stored. Null: nothing, ever.
  void (*tell)(Crypto& crypto, const Bytes& stored, Told& told);

  [[nodiscard]] constexpr bool is_array() const { return tags.count > 1; }
};

using ObjectTable = std::span<const ObjectRow>;

namespace tables {
/// Every kind there is.
extern const std::span<const ObjectRow> kWhole;
/// A card of pre-shared keys alone: no certificates, keys of its own or lists of peers.
extern const std::span<const ObjectRow> kPsk;
}  // namespace tables

[[nodiscard]] constexpr ObjectStore::Id object_id(ObjectKind kind, size_t index = 0) {
  return static_cast<uint32_t>(kind) << 14 | static_cast<uint32_t>(index);
}

[[nodiscard]] constexpr ObjectKind kind_of(ObjectStore::Id id) {
  return static_cast<ObjectKind>(id >> 14);
}

/// The object of a tag that `reader` comes to; its row is null if there is none of that tag.
[[nodiscard]] ObjectName read_object_tag(const ObjectTable& table, Reader& reader);
/// Of the tag in P1-P2, of two bytes.
[[nodiscard]] ObjectName object_of_tag(const ObjectTable& table, uint16_t tag);

}  // namespace tls_se
