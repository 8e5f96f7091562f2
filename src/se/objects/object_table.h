// The objects that a card is personalised with: a row for each kind says how it is named, who may
// put it when, and how long it is; its family, what has to be right about it and what it comes to.
// PUT DATA, GET DATA and the look-up of settings are walks through this table (docs/apdu.md is held
// to it).
#pragma once

#include <array>
#include <span>

#include "se/base/host_name.h"
#include "se/base/secret.h"
#include "se/data_exchange/object_tags.h"
#include "se/objects/card_views.h"
#include "se/store/object_store.h"

namespace tls_se {

/// Who may do something.
enum class Access : uint8_t { nobody, everybody, administrator };

/// What GET DATA tells of an object: nothing, ever; all of it; of a private key its public point;
/// of a pre-shared key its check value, and behind that its identity.
enum class Telling : uint8_t { nothing, value, public_point, check_value };

[[nodiscard]] constexpr ObjectStore::Id object_id(ObjectKind kind, size_t index = 0) {
  return static_cast<uint32_t>(kind) << 14 | static_cast<uint32_t>(index);
}

[[nodiscard]] constexpr ObjectKind kind_of(ObjectStore::Id id) {
  return static_cast<ObjectKind>(id >> 14);
}

/// What is stored, as it is or as it would be after the transaction.
struct StoredObjects {
  const ObjectStore& store;
  ObjectStore::View view;

  /// Empty if there is no such object.
  [[nodiscard]] Bytes find(ObjectKind kind) const { return store.find(object_id(kind), view); }
  [[nodiscard]] bool has(ObjectKind kind) const;
  /// Its first byte; 0 if there is no such object.
  [[nodiscard]] uint8_t byte(ObjectKind kind) const;
};

/// What becomes of a value on its way into the store: `head` and behind it `body`, which is the
/// value as it came if nothing else is said.
struct Taking {
  Crypto& crypto;
  const CardModel& model;

  Secret<kP256ScalarSize + kP256PointSize> head_memory;
  size_t head_size = 0;
  Bytes body;

  [[nodiscard]] Bytes head() const { return Bytes(head_memory.bytes()).first(head_size); }
};

/// Kinds of objects that are looked after together. Of `show` and `settle` a null one has nothing
/// to do.
struct ObjectFamily {
  /// Alert::none, or what is wrong with the value, whose length is right: its reason is told by GET
  /// DATA.
  Alert (*take)(Taking& taking, ObjectKind kind, const Bytes& value);
  /// Of kinds that there are several of: brings what is stored, or nothing, into the views, which
  /// are empty at first.
  void (*show)(CardViews& views, ObjectKind kind, size_t index, const Bytes& stored);
  /// Once all are shown: what they come to. Returns the kind that does not fit the others, or
  /// lacks, before a transaction is committed; else `none`.
  ObjectKind (*settle)(CardViews& views, const StoredObjects& stored);
};

struct ObjectRow {
  ObjectKind kind;
  ObjectTags tags;
  bool is_secret : 1;      // wiped from the store when it is not valid any more
  Access operational : 2;  // who may put it, and remove it, then; before that, everybody
  Telling telling : 2;
  // Bytes of a value as it is put.
  uint8_t shortest;
  uint16_t longest;
  const ObjectFamily* family;

  [[nodiscard]] constexpr bool is_array() const { return tags.count > 1; }
};

struct ObjectTable {
  std::span<const ObjectRow> rows;
  /// In the order in which they settle, and a person mends what does not fit.
  std::span<const ObjectFamily* const> families;
};

namespace tables {
/// Every kind there is.
extern const ObjectTable kWhole;
/// A server of pre-shared keys alone (programs::kServerPsk), of one cipher suite and one group.
extern const ObjectTable kPskServer;
}  // namespace tables

/// One object.
struct ObjectName {
  const ObjectRow* row = nullptr;
  uint16_t index = 0;

  [[nodiscard]] ObjectStore::Id id() const;
};

/// The object of a tag that `reader` comes to; its row is null if there is none of that tag.
[[nodiscard]] ObjectName read_object_tag(const ObjectTable& table, Reader& reader);

}  // namespace tls_se
