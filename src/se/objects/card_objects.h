// The objects of one card: its store, by the rows of its table, and what they come to.
#pragma once

#include <utility>

#include "se/base/reason.h"
#include "se/objects/object_table.h"
#include "se/objects/pin_value.h"

namespace tls_se {

/// What becomes of a change.
enum class [[nodiscard]] ObjectStatus : uint8_t{
    done,
    no_room,
    memory_failed,
    wrong,            // the value is; refusal() says what about it
    platform_failed,  // while it computed
    inconsistent,     // with other objects; refusal() says which
};

class CardObjects final : public KeyBytes {
 public:
  /// All outlive it. `room` says how many objects of an array there can be.
  CardObjects(ObjectStore& store, const ObjectTable& table, Crypto& crypto, const CardModel& model,
              const CardViews::Room& room);

  /// When power comes.
  void power_up();
  /// The memory can't be read, or has failed for good: the card is of no use, and its life cycle is
  /// the last one, since a card that has lost its objects is not a new one.
  [[nodiscard]] bool is_lost() const { return store_.is_closed(); }

  [[nodiscard]] LifeCycle life_cycle() const { return life_cycle_; }
  [[nodiscard]] const CardViews& views() const { return views_; }
  /// Of the views: what channels share.
  [[nodiscard]] CardSettings& settings() { return views_.settings; }
  [[nodiscard]] const ObjectTable& table() const { return table_; }
  [[nodiscard]] const ObjectStore& store() const { return store_; }
  /// What is valid.
  [[nodiscard]] StoredObjects stored() const { return {store_, ObjectStore::View::committed}; }

  /// Its row is null if the card has none of this kind, or not so many.
  [[nodiscard]] ObjectName name(ObjectKind kind, uint16_t index = 0) const;
  /// What is stored of it; empty if there is no such object.
  [[nodiscard]] Bytes find(const ObjectName& name) const { return store_.find(name.id()); }
  /// KeyBytes: for a platform without a key store.
  [[nodiscard]] Bytes find(KeyHandle key) const override;
  /// How many objects of a kind there can be.
  [[nodiscard]] size_t most(ObjectKind kind) const;

  // In a transaction, which the first of these begins. An empty value removes the object. A new PIN
  // has all its tries at the end, whatever is guessed at the old one meanwhile.
  ObjectStatus put(const ObjectName& name, const Bytes& value);
  ObjectStatus generate(const ObjectName& private_key);
  void begin() { open_ = true; }
  [[nodiscard]] bool is_open() const { return open_; }
  /// `inconsistent`, `no_room`: it stays open, and nothing has changed. `memory_failed`: it is
  /// given up, as it is with any command that comes to this.
  ObjectStatus commit();
  /// Of what was committed since this was asked last: the PINs that are others, a bit each.
  [[nodiscard]] uint8_t take_new_pins() { return std::exchange(new_pins_, uint8_t{0}); }
  void abort();
  /// Of a transaction of one change: commits it, or if that or the change fails aborts it.
  ObjectStatus finish(ObjectStatus change);

  /// One of the card's own, at once, whether a transaction is open or not.
  ObjectStatus put_now(ObjectKind kind, uint8_t value);
  /// Nothing but the life cycle is left of the card.
  ObjectStatus empty(LifeCycle life_cycle);

  /// The first kind that does not fit the others, or lacks; `none` if all are right together.
  [[nodiscard]] ObjectKind misfit() const { return misfit_; }

  struct Refusal {
    ObjectKind kind{};
    uint16_t index = 0;
    Reason reason = Reason::none;
  };
  /// The last one.
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }
  ObjectStatus refuse_kind(ObjectKind kind) {
    refusal_ = {kind, 0, Reason::none};
    return ObjectStatus::inconsistent;
  }

 private:
  void look_up(ObjectStore::View view);
  ObjectStatus changed(StoreStatus status);
  /// All of them, if the PIN was put in the transaction.
  StoreStatus put_tries(Pin pin);
  /// Nothing is put any more.
  void give_up();

  ObjectStore& store_;
  const ObjectTable& table_;
  Crypto& crypto_;
  bool open_ = false;
  uint8_t put_pins_ = 0;  // in the transaction: a bit each
  uint8_t new_pins_ = 0;
  LifeCycle life_cycle_ = LifeCycle::terminated;
  ObjectKind misfit_ = ObjectKind::none;
  Refusal refusal_;
  uint32_t version_ = 0;
  CardViews views_;
};

}  // namespace tls_se
