#include "se/objects/card_objects.h"

#include "se/objects/pin_value.h"

namespace tls_se {
namespace {

static_assert(static_cast<int>(StoreStatus::done) == static_cast<int>(ObjectStatus::done));
static_assert(static_cast<int>(StoreStatus::no_room) == static_cast<int>(ObjectStatus::no_room));
static_assert(static_cast<int>(StoreStatus::failed) ==
              static_cast<int>(ObjectStatus::memory_failed));

constexpr auto kOpen = ObjectStore::Kind::open;

const ObjectRow* row_of(const ObjectTable& table, ObjectKind kind) {
  for (const ObjectRow& row : table.rows) {
    if (row.kind == kind) return &row;
  }
  return nullptr;
}

}  // namespace

CardObjects::CardObjects(ObjectStore& store, const ObjectTable& table, Crypto& crypto,
                         const CardModel& model, const CardViews::Room& room)
    : store_(store), table_(table), crypto_(crypto), views_(model, room) {}

void CardObjects::power_up() {
  give_up();
  static_cast<void>(store_.recover());  // is_lost() tells
  look_up(ObjectStore::View::committed);
}

void CardObjects::look_up(ObjectStore::View view) {
  for (const ObjectRow& row : table_.rows) {
    if (row.family->show == nullptr) continue;
    for (size_t index = most(row.kind); index-- > 0;) {
      row.family->show(views_, row.kind, index, {});
    }
  }
  ObjectStore::Object object;
  for (ObjectStore::Walk walk = store_.walk(view); walk.next(object);) {
    const ObjectName found = name(kind_of(object.id), object.id & kMaxObjectIndex);
    if (found.row != nullptr && found.row->family->show != nullptr) {
      found.row->family->show(views_, found.row->kind, found.index, object.value);
    }
  }
  misfit_ = ObjectKind::none;
  for (const ObjectFamily* const family : table_.families) {
    const ObjectKind misfit = family->settle(views_, {store_, view});
    if (misfit_ == ObjectKind::none) misfit_ = misfit;
  }
  // Any number that says nothing is the end, as CommandRow::access() has it: a card fails closed.
  const uint8_t life_cycle = stored().byte(ObjectKind::life_cycle);
  life_cycle_ = is_lost()         ? LifeCycle::terminated
                : life_cycle == 0 ? LifeCycle::initial
                                  : static_cast<LifeCycle>(life_cycle);
  version_ = store_.version();
}

/// Values may have moved even if the change has failed; and what was put in the transaction is gone
/// then.
ObjectStatus CardObjects::changed(StoreStatus status) {
  const bool has_failed = status == StoreStatus::failed;
  if (has_failed) give_up();
  if (has_failed || store_.version() != version_) look_up(ObjectStore::View::committed);
  return static_cast<ObjectStatus>(status);
}

size_t CardObjects::most(ObjectKind kind) const {
  switch (kind) {
    case ObjectKind::certificate_chain:
      return views_.room.certificate_chain.size();
    case ObjectKind::trust_anchor:
      return views_.room.trust_anchors.size();
    case ObjectKind::private_key:
      return views_.room.public_keys.size();
    case ObjectKind::pre_shared_key:
      return views_.room.psks.size();
    case ObjectKind::allowed_peer:
      return views_.room.allowed_peers.size();
    default:
      return 1;
  }
}

ObjectName CardObjects::name(ObjectKind kind, uint16_t index) const {
  return {index < most(kind) ? row_of(table_, kind) : nullptr, index};
}

/// Of a pre-shared key what is behind its first byte; and of both what is in front of the rest.
Bytes CardObjects::find(KeyHandle key) const {
  static_assert(kP256ScalarSize == kSha256Size);
  const size_t number = static_cast<uint16_t>(key);
  const bool is_private = number < kMaxPrivateKeys;
  const Bytes stored =
      store_.find(is_private ? object_id(ObjectKind::private_key, number)
                             : object_id(ObjectKind::pre_shared_key, number - kMaxPrivateKeys));
  return stored.empty() ? stored : stored.subspan(is_private ? 0 : 1, kSha256Size);
}

ObjectStatus CardObjects::put(const ObjectName& name, const Bytes& value) {
  const ObjectRow& row = *name.row;
  Taking taking{
      .crypto = crypto_, .model = views_.model, .head_memory = {}, .head_size = 0, .body = value};
  Alert alert = Alert::none;
  if (!value.empty()) {
    alert = value.size() < row.shortest || value.size() > row.longest
                ? refuse(Alert::decode_error, Reason::malformed)
                : row.family->take(taking, row.kind, value);
  }
  if (crypto_.take_failure()) alert = kPlatformFailed;
  refusal_ = {row.kind, name.index, reason_of(alert)};
  if (alert == kPlatformFailed) return ObjectStatus::platform_failed;
  if (alert != Alert::none) return ObjectStatus::wrong;
  const auto store_kind = row.is_secret ? ObjectStore::Kind::secret : kOpen;
  const StoreStatus status = store_.put(name.id(), store_kind, taking.head(), taking.body);
  Pin pin;
  if (status == StoreStatus::done && is_pin(row.kind, pin)) put_pins_ |= bit_of(pin);
  return changed(status);
}

ObjectStatus CardObjects::generate(const ObjectName& private_key) {
  Secret<kP256ScalarSize + kP256PointSize> pair;
  const auto bytes = pair.bytes();
  refusal_ = {ObjectKind::private_key, private_key.index, Reason::none};
  if (views_.model.key_maker->p256_make_key_pair(
          bytes.first<kP256ScalarSize>(), bytes.subspan<kP256ScalarSize>()) != CryptoStatus::done) {
    return ObjectStatus::platform_failed;
  }
  return changed(store_.put(private_key.id(), ObjectStore::Kind::secret, bytes));
}

ObjectStatus CardObjects::put_now(ObjectKind kind, uint8_t value) {
  return changed(store_.put_now(object_id(kind), kOpen, {&value, 1}));
}

StoreStatus CardObjects::put_tries(Pin pin) {
  if ((put_pins_ & bit_of(pin)) == 0) return StoreStatus::done;
  const uint8_t tries = most_tries(pin);
  return store_.put(object_id(counter_of(pin)), kOpen, {&tries, 1});
}

ObjectStatus CardObjects::commit() {
  if (store_.in_transaction()) {
    look_up(ObjectStore::View::pending);
    const ObjectKind misfit = misfit_;
    StoreStatus status = StoreStatus::done;
    if (misfit == ObjectKind::none) {
      status = put_tries(Pin::user);
      if (status == StoreStatus::done) status = put_tries(Pin::administrator);
      if (status == StoreStatus::done) status = store_.commit();
    }
    look_up(ObjectStore::View::committed);
    if (misfit != ObjectKind::none) return refuse_kind(misfit);
    if (status != StoreStatus::done) return changed(status);
    new_pins_ |= put_pins_;
  }
  give_up();
  return ObjectStatus::done;
}

void CardObjects::give_up() {
  open_ = false;
  put_pins_ = 0;
}

void CardObjects::abort() {
  give_up();
  static_cast<void>(changed(store_.abort()));  // what fails here is found by the next change
}

ObjectStatus CardObjects::finish(ObjectStatus change) {
  if (change == ObjectStatus::done) change = commit();
  if (change != ObjectStatus::done) abort();
  return change;
}

ObjectStatus CardObjects::empty(LifeCycle life_cycle) {
  give_up();
  const uint8_t value = static_cast<uint8_t>(life_cycle);
  new_pins_ = bit_of(Pin::user) | bit_of(Pin::administrator);
  return changed(store_.put_alone(object_id(ObjectKind::life_cycle), kOpen, {&value, 1}));
}

}  // namespace tls_se
