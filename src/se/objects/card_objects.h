// The objects of one card: its store, by the rows of its table, and what they come to.
#pragma once

#include "se/objects/object_table.h"

namespace tls_se {

/// What becomes of a change.
enum class [[nodiscard]] ObjectStatus : uint8_t{
    done,
    wrong,         // the value is; refusal() says what about it
    inconsistent,  // with other objects; refusal() says which
    no_room,
    platform_failed,  // while it computed
    memory_failed,
};

class CardObjects final : public KeyBytes {
 public:
  /// All outlive it. `room` says how many objects of an array there can be.
  CardObjects(ObjectStore& store, const ObjectTable& table, Crypto& crypto, const CardModel& model,
              const CardViews::Room& room)
      : store_(store), table_(table), crypto_(crypto), views_(model, room) {}

  /// When power comes. False if the memory can't be read: the card is of no use then.
  [[nodiscard]] bool power_up();

  [[nodiscard]] LifeCycle life_cycle() const { return life_cycle_; }
  [[nodiscard]] const CardViews& views() const { return views_; }
  [[nodiscard]] const ObjectTable& table() const { return table_; }
  [[nodiscard]] const ObjectStore& store() const { return store_; }

  /// Its row is null if the card has none of this kind.
  [[nodiscard]] ObjectName name(ObjectKind kind, uint16_t index = 0) const;
  /// What is stored of it; empty if there is no such object.
  [[nodiscard]] Bytes find(const ObjectName& name) const { return find_id(name.id()); }
  [[nodiscard]] Bytes find(ObjectKind kind) const { return find_id(object_id(kind)); }
  /// KeyBytes: for a platform without a key store.
  [[nodiscard]] Bytes find(KeyHandle key) const override;
  /// How many objects of its kind there can be.
  [[nodiscard]] size_t most(const ObjectRow& row) const;

  // In a transaction, which the first of these begins. An empty value removes the object.
  ObjectStatus put(const ObjectName& name, const Bytes& value);
  ObjectStatus generate(const ObjectName& private_key);
  /// Sets a PIN's counter together with the PIN.
  ObjectStatus put_own(ObjectKind kind, const Bytes& value);
  [[nodiscard]] bool in_transaction() const { return store_.in_transaction(); }
  void begin() { open_ = true; }
  [[nodiscard]] bool is_open() const { return open_; }
  /// `inconsistent`: it stays open, and nothing has changed.
  ObjectStatus commit();
  void abort();

  // At once, whether a transaction is open or not.
  ObjectStatus put_now(ObjectKind kind, const Bytes& value);
  /// Nothing but the life cycle is left of the card.
  ObjectStatus empty(LifeCycle life_cycle);

  /// The first row whose rule the objects break; null if they are right together.
  [[nodiscard]] const ObjectRow* broken_rule() const;

  struct Refusal {
    ObjectKind kind{};
    uint16_t index = 0;
    Reason reason = Reason::none;
  };
  /// The last one.
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }
  void refuse_kind(ObjectKind kind) { refusal_ = {kind, 0, Reason::none}; }

 private:
  [[nodiscard]] Bytes find_id(ObjectStore::Id id) const { return store_.find(id); }
  void look_up(ObjectStore::View view);
  ObjectStatus changed(StoreStatus status);

  ObjectStore& store_;
  ObjectTable table_;
  Crypto& crypto_;
  bool open_ = false;
  LifeCycle life_cycle_ = LifeCycle::terminated;
  Refusal refusal_;
  uint32_t version_ = 0;
  CardViews views_;
};

}  // namespace tls_se
