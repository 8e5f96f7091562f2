#include "se/objects/card_objects.h"

namespace tls_se {
namespace {

const ObjectRow* row_of(const ObjectTable& table, ObjectKind kind) {
  for (const ObjectRow& row : table) {
    if (row.kind == kind) return &row;
  }
  return nullptr;
}

/// What says nothing that can be is the end: a card fails closed.
LifeCycle life_cycle_of(const Bytes& stored) {
  if (stored.empty() || stored[0] == static_cast<uint8_t>(LifeCycle::initial)) {
    return LifeCycle::initial;
  }
  return stored[0] == static_cast<uint8_t>(LifeCycle::operational) ? LifeCycle::operational
                                                                   : LifeCycle::terminated;
}

ObjectStatus change_of(StoreStatus status) {
  switch (status) {
    case StoreStatus::done:
      return ObjectStatus::done;
    case StoreStatus::no_room:
      return ObjectStatus::no_room;
    default:
      return ObjectStatus::memory_failed;
  }
}

}  // namespace

bool CardObjects::power_up() {
  open_ = false;
  life_cycle_ = LifeCycle::terminated;
  views_.clear();
  if (store_.recover() != StoreStatus::done) return false;
  look_up(ObjectStore::View::committed);
  return true;
}

void CardObjects::look_up(ObjectStore::View view) {
  views_.clear();
  ObjectStore::Object object;
  for (ObjectStore::Walk walk = store_.walk(view); walk.next(object);) {
    const ObjectRow* const row = row_of(table_, kind_of(object.id));
    const size_t index = object.id & kMaxObjectIndex;
    if (row != nullptr && index < most(*row)) row->show(views_, index, object.value);
  }
  for (const ObjectRow& row : table_) {
    if (row.settle != nullptr) row.settle(views_);
  }
  life_cycle_ = life_cycle_of(find(ObjectKind::life_cycle));
  version_ = store_.version();
}

/// Values may have moved even if the change has failed.
ObjectStatus CardObjects::changed(StoreStatus status) {
  if (store_.version() != version_) look_up(ObjectStore::View::committed);
  return change_of(status);
}

size_t CardObjects::most(const ObjectRow& row) const {
  switch (row.kind) {
    case ObjectKind::certificate_chain:
      return views_.room.certificate_chain.size();
    case ObjectKind::trust_anchor:
      return views_.room.trust_anchors.size();
    case ObjectKind::private_key:
      return kMaxPrivateKeys;
    case ObjectKind::pre_shared_key:
      return views_.room.psks.size();
    case ObjectKind::allowed_peer:
      return views_.room.allowed_peers.size();
    default:
      return 1;
  }
}

ObjectName CardObjects::name(ObjectKind kind, uint16_t index) const {
  return {row_of(table_, kind), index};
}

Bytes CardObjects::find(KeyHandle key) const {
  const size_t number = static_cast<uint16_t>(key);
  if (number < kMaxPrivateKeys) {
    const Bytes stored = find_id(object_id(ObjectKind::private_key, number));
    return stored.empty() ? stored : stored.first(kP256ScalarSize);
  }
  const Bytes stored = find_id(object_id(ObjectKind::pre_shared_key, number - kMaxPrivateKeys));
  return stored.empty() ? stored : stored.subspan(1, kSha256Size);
}

ObjectStatus CardObjects::put(const ObjectName& name, const Bytes& value) {
  const ObjectRow& row = *name.row;
  refusal_ = {row.kind, name.index, Reason::none};
  Taking taking{.crypto = crypto_,
                .key_maker = views_.model.key_maker,
                .model = views_.model,
                .head_memory = {},
                .head_size = 0,
                .body = value};
  if (!value.empty()) {
    if (value.size() < row.shortest || value.size() > row.longest) {
      refusal_.reason = Reason::malformed;
      return ObjectStatus::wrong;
    }
    const Alert alert = row.take == nullptr ? Alert::none : row.take(taking, value);
    if (crypto_.take_failure() || alert == kPlatformFailed) return ObjectStatus::platform_failed;
    if (alert != Alert::none) {
      refusal_.reason = reason_of(alert);
      return ObjectStatus::wrong;
    }
  }
  return changed(store_.put(name.id(), row.store_kind, taking.head(), taking.body));
}

ObjectStatus CardObjects::put_own(ObjectKind kind, const Bytes& value) {
  return changed(store_.put(object_id(kind), ObjectStore::Kind::open, value));
}

ObjectStatus CardObjects::generate(const ObjectName& private_key) {
  Secret<kP256ScalarSize + kP256PointSize> pair;
  const auto bytes = pair.bytes();
  refusal_ = {private_key.row->kind, private_key.index, Reason::none};
  if (views_.model.key_maker->p256_make_key_pair(
          bytes.first<kP256ScalarSize>(), bytes.subspan<kP256ScalarSize>()) != CryptoStatus::done) {
    return ObjectStatus::platform_failed;
  }
  return changed(store_.put(private_key.id(), private_key.row->store_kind, bytes));
}

const ObjectRow* CardObjects::broken_rule() const {
  for (const ObjectRow& row : table_) {
    if (row.rule != nullptr && !row.rule(views_)) return &row;
  }
  return nullptr;
}

ObjectStatus CardObjects::commit() {
  if (store_.in_transaction()) {
    look_up(ObjectStore::View::pending);
    const ObjectRow* const broken = broken_rule();
    if (broken != nullptr) {
      look_up(ObjectStore::View::committed);
      refuse_kind(broken->kind);
      return ObjectStatus::inconsistent;
    }
    const StoreStatus status = store_.commit();
    look_up(ObjectStore::View::committed);
    if (status != StoreStatus::done) return change_of(status);
  }
  open_ = false;
  return ObjectStatus::done;
}

void CardObjects::abort() {
  open_ = false;
  static_cast<void>(changed(store_.abort()));  // what fails here is found by the next change
}

ObjectStatus CardObjects::put_now(ObjectKind kind, const Bytes& value) {
  return changed(store_.put_now(object_id(kind), ObjectStore::Kind::open, value));
}

ObjectStatus CardObjects::empty(LifeCycle life_cycle) {
  open_ = false;
  const uint8_t value = static_cast<uint8_t>(life_cycle);
  return changed(
      store_.put_alone(object_id(ObjectKind::life_cycle), ObjectStore::Kind::open, {&value, 1}));
}

}  // namespace tls_se
