// GET DATA and PUT DATA of objects, and transactions: ISO 7816-4 section 11.5, and -7.
#include "se/crypto_lib/key_check_value.h"
#include "se/data_exchange/data_objects.h"
#include "se/smart_card/command_table.h"

namespace tls_se::commands {
namespace {

// A byte of a BER-TLV length that says how many behind it are the length.
constexpr uint8_t kLengthOfOne = 0x81;
constexpr uint8_t kLengthOfTwo = 0x82;

size_t read_length(Reader& reader) {
  const uint8_t first = reader.u8();
  if (first < 0x80) return first;
  // Any other first byte is of no length that there can be.
  return first > kLengthOfTwo || first < kLengthOfOne ? SIZE_MAX : reader.number(first & 0x0f);
}

void write_length(Writer& writer, size_t length) {
  if (length >= 0x80) writer.u8(length >= 0x100 ? kLengthOfTwo : kLengthOfOne);
  writer.number(static_cast<uint32_t>(length), length >= 0x100 ? 2 : 1);
}

ObjectName object_of(const Call& call) {
  const uint8_t tag[] = {call.command.p1, call.command.p2};
  Reader reader(tag);
  return read_object_tag(call.objects().table(), reader);
}

/// With a tag, as a whole data object.
Verdict tell(Call& call, const ObjectName& name, const Bytes& tag) {
  const Telling telling = name.row->telling;
  if (telling == Telling::nothing) return Verdict::pin_needed;
  Bytes body = call.objects().find(name);
  if (body.empty()) return Verdict::no_such_object;
  // The check value; or three bytes 00 of a key that is too short for one.
  KeyCheckValue check_value{};
  size_t check_size = 0;
  if (telling == Telling::public_point) body = body.subspan(kP256ScalarSize);
  if (telling == Telling::check_value) {
    if (body[0] != 0)
      check_value = key_check_value(call.card.crypto, body.subspan<1, kSha256Size>());
    check_size = check_value.size();
    body = body.subspan(kStoredPskHead);
  }
  call.out.bytes(tag);
  if (!tag.empty()) write_length(call.out, check_size + body.size());
  call.out.bytes(Bytes(check_value).first(check_size));
  return call.answer(body);
}

void write_counts(const CardObjects& objects, Writer& writer) {
  for (const ObjectRow& row : objects.table().rows) {
    if (!row.is_array()) continue;
    const auto most = static_cast<uint16_t>(objects.most(row.kind));
    uint16_t end = most;
    while (end != 0 && objects.store().find(object_id(row.kind, end - 1U)).empty()) --end;
    ObjectCount{.kind = static_cast<uint8_t>(row.kind), .end = end, .most = most}.write(writer);
  }
}

constexpr uint8_t p2_of(DataObject object) { return static_cast<uint8_t>(object); }

/// 01xx: the card's state.
Verdict tell_state(Call& call) {
  const CardObjects& objects = call.objects();
  const ObjectStore& store = objects.store();
  const CardObjects::Refusal& refusal = objects.refusal();
  Writer& out = call.out;
  switch (call.command.p2) {
    case p2_of(DataObject::life_cycle):
      out.u8(static_cast<uint8_t>(objects.life_cycle()));
      break;
    case p2_of(DataObject::version):
      return call.answer(objects.views().model.version);
    case p2_of(DataObject::memory):
      MemoryState{.free = static_cast<uint32_t>(store.free()),
                  .capacity = static_cast<uint32_t>(store.capacity()),
                  .wear = store.wear()}
          .write(out);
      break;
    case p2_of(DataObject::refusal):
      RefusedObject{static_cast<uint8_t>(refusal.kind), refusal.index, refusal.reason}.write(out);
      break;
    case p2_of(DataObject::object_counts):
      write_counts(objects, out);
      break;
    default:
      return Verdict::no_such_object;
  }
  return call.answer();
}

Verdict put(Call& call, const ObjectName& name, const Bytes& value) {
  CardObjects& objects = call.objects();
  const bool is_initial = objects.life_cycle() == LifeCycle::initial;
  const Verdict status = call.may(is_initial ? Access::everybody : name.row->operational);
  if (status != Verdict::ok) return status;
  const ObjectKind kind = name.row->kind;
  if (name.index >= objects.most(kind)) return Verdict::no_such_object;
  if (!call.may_change()) return Verdict::not_in_this_state;
  return call.settle(objects.put(name, value));
}

}  // namespace

/// P1-P2 is the tag: of the card's state (011x), of an object, or of the session (010x).
Verdict get_data(Call& call) {
  constexpr uint8_t kOfCard = 0x10;
  const Apdu& command = call.command;
  if (command.p1 == 0x01 && command.p2 >= kOfCard) return tell_state(call);
  const ObjectName name = object_of(call);
  if (name.row != nullptr) return tell(call, name, {});
  return call.say(call.channel.applet().execute(command, call.response, call.size));
}

/// P1-P2 3FFF; the data is a tag list (5C) of one tag, and the answer a whole data object.
Verdict get_data_ber(Call& call) {
  constexpr uint8_t kTagList = 0x5c;
  const Apdu& command = call.command;
  if (tag_of(command) != kCurrentFile) return Verdict::wrong_parameters;
  if (command.data.empty() || command.expected == 0) return Verdict::wrong_length;
  Reader reader(command.data);
  const bool is_list = reader.u8() == kTagList;
  const Bytes tag = reader.vector8();
  if (!is_list || !reader.done()) return Verdict::wrong_data;
  Reader tags(tag);
  const ObjectName name = read_object_tag(call.objects().table(), tags);
  if (name.row == nullptr || !tags.done()) return Verdict::no_such_object;
  return tell(call, name, tag);
}

/// P1-P2 is the tag, of an object or of what is for the next session (02xx).
Verdict put_data(Call& call) {
  const ObjectName name = object_of(call);
  if (name.row == nullptr) {
    return call.say(call.channel.applet().execute(call.command, call.response, call.size));
  }
  return call.command.expected == 0 ? put(call, name, call.command.data) : Verdict::wrong_length;
}

/// P1-P2 3FFF; the data is a whole data object.
Verdict put_data_ber(Call& call) {
  const Apdu& command = call.command;
  if (tag_of(command) != kCurrentFile) return Verdict::wrong_parameters;
  if (command.data.empty()) return Verdict::wrong_length;
  Reader reader(command.data);
  const ObjectName name = read_object_tag(call.objects().table(), reader);
  if (name.row == nullptr) return reader.ok() ? Verdict::no_such_object : Verdict::wrong_data;
  const size_t length = read_length(reader);
  if (!reader.ok() || reader.rest().size() != length) return Verdict::wrong_data;
  return put(call, name, reader.rest());
}

/// PERFORM TRANSACTION OPERATION, ISO 7816-7: what is put becomes valid together. A transaction is
/// its channel's, and ends with it.
Verdict transaction(Call& call) {
  const Apdu& command = call.command;
  CardState& card = call.card;
  if (command.p1 != 0 || command.p2 < p2::kBegin || command.p2 > p2::kRollback) {
    return Verdict::wrong_parameters;
  }
  const bool begins = command.p2 == p2::kBegin;
  if (!call.may_change() || (!begins && !card.objects.is_open())) {
    return Verdict::not_in_this_state;
  }
  if (command.p2 == p2::kCommit) {
    const ObjectStatus change = card.objects.commit();
    if (change == ObjectStatus::done) card.use_objects();
    return call.conclude(change);
  }
  card.objects.abort();
  if (begins) {
    card.objects.begin();
    card.transaction = &call.channel;
  }
  return Verdict::ok;
}

}  // namespace tls_se::commands
