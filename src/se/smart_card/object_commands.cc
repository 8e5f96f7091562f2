// GET DATA and PUT DATA of objects, transactions, and the life cycle: ISO 7816-4 section 11.5, -7
// and -9.
#include "se/smart_card/smart_card.h"

namespace tls_se {
namespace {

// A byte of a BER-TLV length that says how many behind it are the length.
constexpr uint8_t kLengthOfOne = 0x81;
constexpr uint8_t kLengthOfTwo = 0x82;

size_t read_length(Reader& reader) {
  const uint8_t first = reader.u8();
  if (first < 0x80) return first;
  if (first == kLengthOfOne) return reader.u8();
  // Any other first byte is of no length that there can be.
  return first == kLengthOfTwo ? reader.u16() : SIZE_MAX;
}

void write_length(Writer& writer, size_t length) {
  if (length >= 0x100) {
    writer.u8(kLengthOfTwo);
  } else if (length >= 0x80) {
    writer.u8(kLengthOfOne);
  }
  writer.number(static_cast<uint32_t>(length), length >= 0x100 ? 2 : 1);
}

}  // namespace

/// P1-P2 is the tag: of the card's state (011x), of an object, or of the session (010x).
StatusWord SmartCard::get_data(Call& call) {
  const Apdu& command = call.command;
  constexpr uint8_t kOfCard = 0x10;
  if (command.p1 == 0x01 && command.p2 >= kOfCard) return own_data(call);
  const ObjectName name = object_of_tag(objects_.table(), tag_of(command));
  if (name.row == nullptr) {
    return channel(call).applet().execute(command, call.response, call.size);
  }
  if (!command.data.empty() || command.expected == 0) return sw::kWrongLength;
  return tell(call, name, {});
}

/// P1-P2 3FFF; the data is a tag list (5C) of one tag, and the answer a whole data object.
StatusWord SmartCard::get_data_ber(Call& call) {
  constexpr uint8_t kTagList = 0x5c;
  const Apdu& command = call.command;
  if (tag_of(command) != kCurrentFile) return sw::kWrongP1P2;
  if (command.data.empty() || command.expected == 0) return sw::kWrongLength;
  Reader reader(command.data);
  if (reader.u8() != kTagList) return sw::kWrongData;
  Reader tags(reader.vector8());
  if (!reader.done()) return sw::kWrongData;
  const Bytes tag = tags.rest();
  const ObjectName name = read_object_tag(objects_.table(), tags);
  if (name.row == nullptr || !tags.done()) return sw::kDataObjectNotFound;
  return tell(call, name, tag);
}

StatusWord SmartCard::tell(Call& call, const ObjectName& name, const Bytes& tag) {
  const Bytes stored = objects_.find(name);
  if (name.row->tell == nullptr) return sw::kSecurityStatusNotSatisfied;
  if (stored.empty()) return sw::kDataObjectNotFound;
  Told told;
  name.row->tell(crypto_, stored, told);
  std::array<uint8_t, kMaxObjectTag + 3 + sizeof(KeyCheckValue)> head;
  Writer writer(head);
  if (!tag.empty()) {
    writer.bytes(tag);
    write_length(writer, told.head_size + told.body.size());
  }
  writer.bytes(Bytes(told.head).first(told.head_size));
  return answer(call, writer.written(), told.body);
}

StatusWord SmartCard::own_data(Call& call) {
  const Apdu& command = call.command;
  std::array<uint8_t, 8 * ObjectCount::kSize> memory;
  Bytes data;
  const auto write = [&]<class Object>(const Object& object) {
    object.encode(MutableBytes(memory).first<Object::kSize>());
    data = Bytes(memory).first(Object::kSize);
  };
  const ObjectStore& store = objects_.store();
  const CardObjects::Refusal& refusal = objects_.refusal();
  const auto life_cycle = static_cast<uint8_t>(objects_.life_cycle());
  switch (data_object_of(command)) {
    case DataObject::life_cycle:
      data = {&life_cycle, 1};
      break;
    case DataObject::version:
      data = objects_.views().model.version;
      break;
    case DataObject::memory:
      write(MemoryState{.free = static_cast<uint32_t>(store.free()),
                        .capacity = static_cast<uint32_t>(store.capacity()),
                        .wear = store.wear()});
      break;
    case DataObject::refusal:
      write(RefusedObject{static_cast<uint8_t>(refusal.kind), refusal.index, refusal.reason});
      break;
    case DataObject::object_counts:
      data = Bytes(memory).first(object_counts(memory));
      break;
    default:
      return sw::kDataObjectNotFound;
  }
  if (!command.data.empty() || command.expected == 0) return sw::kWrongLength;
  return answer(call, data);
}

size_t SmartCard::object_counts(const MutableBytes& response) const {
  size_t size = 0;
  for (const ObjectRow& row : objects_.table()) {
    if (!row.is_array()) continue;
    ObjectCount count{.kind = static_cast<uint8_t>(row.kind),
                      .end = 0,
                      .most = static_cast<uint16_t>(objects_.most(row))};
    ObjectStore::Object object;
    for (auto walk = objects_.store().walk(ObjectStore::View::committed); walk.next(object);) {
      const auto index = static_cast<uint16_t>(object.id & kMaxObjectIndex);
      if (object.id >> 14 != count.kind || index < count.end) continue;
      if (!objects_.store().find(object.id).empty()) count.end = static_cast<uint16_t>(index + 1);
    }
    count.encode(response.subspan(size).first<ObjectCount::kSize>());
    size += ObjectCount::kSize;
  }
  return size;
}

/// P1-P2 is the tag, of an object or of what is for the next session (02xx).
StatusWord SmartCard::put_data(Call& call) {
  const Apdu& command = call.command;
  const ObjectName name = object_of_tag(objects_.table(), tag_of(command));
  if (name.row == nullptr) {
    return channel(call).applet().execute(command, call.response, call.size);
  }
  return command.expected == 0 ? put(call, name, command.data) : sw::kWrongLength;
}

/// P1-P2 3FFF; the data is a whole data object.
StatusWord SmartCard::put_data_ber(Call& call) {
  const Apdu& command = call.command;
  if (tag_of(command) != kCurrentFile) return sw::kWrongP1P2;
  if (command.data.empty() || command.expected != 0) return sw::kWrongLength;
  Reader reader(command.data);
  const ObjectName name = read_object_tag(objects_.table(), reader);
  if (name.row == nullptr) return reader.ok() ? sw::kDataObjectNotFound : sw::kWrongData;
  const size_t length = read_length(reader);
  if (!reader.ok() || reader.rest().size() != length) return sw::kWrongData;
  return put(call, name, reader.rest());
}

StatusWord SmartCard::put(Call& call, const ObjectName& name, const Bytes& value) {
  const bool initial = objects_.life_cycle() == LifeCycle::initial;
  const StatusWord status = may(call, initial ? name.row->initial : name.row->operational);
  if (status != sw::kOk) return status;
  if (name.index >= objects_.most(*name.row)) return sw::kDataObjectNotFound;
  const bool is_part = objects_.is_open();
  if (is_part && transaction_channel_ != call.channel) return sw::kConditionsNotSatisfied;
  if (!is_part) new_pins_ = {};
  Pin pin;
  if (!Pins::is_pin(name.row->kind, pin)) return settle(is_part, objects_.put(name, value));
  new_pins_[static_cast<size_t>(pin)] = true;
  return settle(is_part, pins_.put(pin, value));
}

/// Part of the channel's transaction; or, if there is none, a transaction of its own.
StatusWord SmartCard::settle(bool is_part, ObjectStatus change) {
  if (is_part) return conclude(change);
  if (change == ObjectStatus::done) change = objects_.commit();
  if (change == ObjectStatus::done) {
    use_objects();
  } else {
    objects_.abort();
  }
  return conclude(change);
}

StatusWord SmartCard::conclude(ObjectStatus change) const {
  switch (change) {
    case ObjectStatus::done:
      return sw::kOk;
    case ObjectStatus::wrong:
      return sw::kWrongData;
    case ObjectStatus::inconsistent:
      return sw::join(sw::kInconsistent,
                      static_cast<uint8_t>(0xc0 | static_cast<uint8_t>(objects_.refusal().kind)));
    case ObjectStatus::no_room:
      return sw::kNotEnoughMemory;
    case ObjectStatus::platform_failed:
      return sw::kPlatformError;
    default:
      return sw::kMemoryFailure;
  }
}

/// PERFORM TRANSACTION OPERATION, ISO 7816-7: what is put becomes valid together. A transaction is
/// its channel's, and ends with it.
StatusWord SmartCard::transaction(Call& call) {
  const Apdu& command = call.command;
  const bool is_open = objects_.is_open();
  const bool is_own = is_open && transaction_channel_ == call.channel;
  if (command.p1 != 0 || command.p2 < p2::kBegin || command.p2 > p2::kRollback) {
    return sw::kWrongP1P2;
  }
  if (!command.data.empty() || command.expected != 0) return sw::kWrongLength;
  const bool may_be = is_own || (command.p2 == p2::kBegin && !is_open);
  if (!may_be) return sw::kConditionsNotSatisfied;
  if (command.p2 == p2::kCommit) {
    const ObjectStatus change = objects_.commit();
    if (change == ObjectStatus::done) use_objects();
    return conclude(change);
  }
  objects_.abort();
  if (command.p2 == p2::kBegin) {
    objects_.begin();
    new_pins_ = {};
    transaction_channel_ = static_cast<uint8_t>(call.channel);
  }
  return sw::kOk;
}

/// ACTIVATE FILE, ISO 7816-9: the card becomes operational, and stays so. It needs an
/// administrator, and has to be right.
StatusWord SmartCard::activate(Call& call) {
  if (const StatusWord status = bare(call); status != sw::kOk) return status;
  objects_.abort();
  const CardViews& views = objects_.views();
  if (!views.has_administrator_pin) return conclude(lacking(ObjectKind::administrator_pin));
  if (!views.has_role) return conclude(lacking(ObjectKind::role_and_modes));
  if (const ObjectRow* const broken = objects_.broken_rule())
    return conclude(lacking(broken->kind));
  const auto operational = static_cast<uint8_t>(LifeCycle::operational);
  return conclude(objects_.put_now(ObjectKind::life_cycle, {&operational, 1}));
}

ObjectStatus SmartCard::lacking(ObjectKind kind) {
  objects_.refuse_kind(kind);
  return ObjectStatus::inconsistent;
}

StatusWord SmartCard::bare(const Call& call) {
  const Apdu& command = call.command;
  if (command.p1 != 0 || command.p2 != 0) return sw::kWrongP1P2;
  return command.data.empty() && command.expected == 0 ? sw::kOk : sw::kWrongLength;
}

/// TERMINATE CARD USAGE, ISO 7816-9.
StatusWord SmartCard::terminate(Call& call) { return empty(call, LifeCycle::terminated); }

/// DELETE FILE, ISO 7816-9, of the application's: the card is as new.
StatusWord SmartCard::erase(Call& call) { return empty(call, LifeCycle::initial); }

StatusWord SmartCard::empty(Call& call, LifeCycle life_cycle) {
  if (const StatusWord status = bare(call); status != sw::kOk) return status;
  const ObjectStatus change = objects_.empty(life_cycle);
  if (change == ObjectStatus::done) {
    forget_shown(Pin::user);
    forget_shown(Pin::administrator);
    use_objects();
  }
  return conclude(change);
}

}  // namespace tls_se
