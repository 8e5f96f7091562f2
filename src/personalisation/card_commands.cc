#include "personalisation/card_commands.h"

#include <algorithm>

#include "profile/secret_bytes.h"
#include "reader/object_words.h"
#include "reader/reason_words.h"
#include "reader/whole_response.h"
#include "text/hex.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

/// 64xx says which: xx is C0 and the kind.
ObjectKind kind_of(StatusWord status, const std::optional<RefusedObject>& refused) {
  if (sw::sw1(status) == sw::kInconsistent) return static_cast<ObjectKind>(sw::sw2(status) & 0x3f);
  return refused ? static_cast<ObjectKind>(refused->kind) : ObjectKind::none;
}

/// Where the name alone does not say what is wrong.
std::string mending_words(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::private_key:
      return " (none is the one that the certificate is for: `tls-se card csr` asks for a "
             "certificate for the card's own)";
    case ObjectKind::user_pin_for_tls:
      return " (there is no user PIN yet: `tls-se card pin set` puts one)";
    default:
      return "";
  }
}

std::string status_words(StatusWord status, const std::optional<RefusedObject>& refused) {
  if (sw::sw1(status) == sw::kInconsistent) {
    const ObjectKind kind = kind_of(status, refused);
    return "the objects do not fit together: see the card's " + kind_words(kind) +
           mending_words(kind);
  }
  switch (status) {
    case sw::kWrongData:
      if (refused && refused->reason != Reason::none) {
        return "it is not right: " + reason_words(refused->reason);
      }
      return "it is not right";
    case sw::kSecurityStatusNotSatisfied:
      return "the administrator's PIN has to be shown first";
    case sw::kConditionsNotSatisfied:
      return "not in the state that the card is in";
    case sw::kNotEnoughMemory:
      return "there is no room left on the card";
    case sw::kDataObjectNotFound:
      return "the card has none, or no room for so many";
    case sw::kMemoryFailure:
      return "the card's memory fails";
    case sw::kPlatformError:
      return "the card's platform fails";
    default:
      return "status word " + to_hex(std::vector<uint8_t>{sw::sw1(status), sw::sw2(status)});
  }
}

}  // namespace

CardRefusal::CardRefusal(const std::string& what, StatusWord status,
                         const std::optional<RefusedObject>& refused)
    : std::runtime_error("the card refuses " + what + ": " + status_words(status, refused)),
      status_(status),
      kind_(kind_of(status, refused)) {}

/// Data beyond a short command's goes in a chain.
CardResponse CardCommands::send(uint8_t ins, uint16_t p1_p2, const Bytes& data, bool expects) {
  Bytes left = data;
  for (;;) {
    const Bytes part = left.first(std::min(left.size(), kMaxShortData));
    left = left.subspan(part.size());
    SecretBytes command(kMaxShortCommand);
    Writer writer(command.bytes());
    writer.u8(left.empty() ? 0 : cla::kChaining);
    writer.u8(ins);
    writer.u16(p1_p2);
    if (!part.empty()) {
      writer.u8(static_cast<uint8_t>(part.size()));
      writer.bytes(part);
    }
    const bool is_last = left.empty();
    if (is_last && expects) writer.u8(0);
    CardResponse response = transmit_whole(card_, writer.written());
    if (is_last || response.status != sw::kOk) return response;
  }
}

void CardCommands::demand(const CardResponse& response, const std::string& what) {
  if (response.status == sw::kOk) return;
  const auto refused = RefusedObject::decode(
      transmit_whole(card_, data_object_header(ins::kGetData, DataObject::refusal, 0)).data);
  throw CardRefusal(what, response.status, refused);
}

std::vector<uint8_t> CardCommands::state(DataObject object) {
  CardResponse response = transmit_whole(card_, data_object_header(ins::kGetData, object, 0));
  if (response.status != sw::kOk) {
    throw std::runtime_error(
        "this is no card that can be personalised: it does not tell its life cycle");
  }
  return std::move(response.data);
}

LifeCycle CardCommands::life_cycle() {
  const std::vector<uint8_t> state = this->state(DataObject::life_cycle);
  return state.size() == 1 ? static_cast<LifeCycle>(state[0]) : LifeCycle::terminated;
}

std::string CardCommands::version() {
  const std::vector<uint8_t> state = this->state(DataObject::version);
  return {state.begin(), state.end()};
}

MemoryState CardCommands::memory() {
  return MemoryState::decode(state(DataObject::memory)).value_or(MemoryState{});
}

std::vector<ObjectCount> CardCommands::object_counts() {
  std::vector<ObjectCount> counts;
  const std::vector<uint8_t> state = this->state(DataObject::object_counts);
  for (size_t at = 0; at + ObjectCount::kSize <= state.size(); at += ObjectCount::kSize) {
    counts.push_back(*ObjectCount::decode(Bytes(state).subspan(at, ObjectCount::kSize)));
  }
  return counts;
}

std::optional<std::vector<uint8_t>> CardCommands::read(ObjectKind kind, size_t index) {
  const ObjectTag tag(kind, index);
  std::vector<uint8_t> list = {0x5c, static_cast<uint8_t>(tag.size)};
  list.insert(list.end(), tag.view().begin(), tag.view().end());
  const CardResponse response = send(ins::kGetDataBer, kCurrentFile, list, true);
  if (response.status == sw::kDataObjectNotFound) return std::nullopt;
  demand(response, "to tell " + object_words(kind, index));
  Reader reader(response.data);
  static_cast<void>(reader.bytes(tag.size));
  const uint8_t length = reader.u8();
  if (length >= 0x80) static_cast<void>(reader.bytes(length & 0x7f));
  const Bytes value = reader.rest();
  return std::vector<uint8_t>(value.begin(), value.end());
}

std::string CardCommands::server_name() {
  if (const auto name = read(ObjectKind::server_name)) return {name->begin(), name->end()};
  const auto address = read(ObjectKind::server_address);
  return address ? ip_address_text(*address) : "";
}

void CardCommands::put(ObjectKind kind, size_t index, const Bytes& value) {
  SecretBytes object(kMaxObjectTag + 3 + value.size());
  Writer writer(object.bytes());
  writer.bytes(ObjectTag(kind, index).view());
  const size_t size = value.size();
  if (size >= 0x80) writer.u8(size < 0x100 ? 0x81 : 0x82);
  writer.number(static_cast<uint32_t>(size), size < 0x100 ? 1 : 2);
  writer.bytes(value);
  demand(send(ins::kPutDataBer, kCurrentFile, writer.written(), false), object_words(kind, index));
}

void CardCommands::begin() {
  demand(send(ins::kTransaction, p2::kBegin, {}, false), "to begin a transaction");
}
void CardCommands::commit() {
  demand(send(ins::kTransaction, p2::kCommit, {}, false), "these objects");
}
void CardCommands::rollback() { send(ins::kTransaction, p2::kRollback, {}, false); }

void CardCommands::activate() { demand(send(ins::kActivate, 0, {}, false), "to be activated"); }
void CardCommands::terminate() { demand(send(ins::kTerminate, 0, {}, false), "to be terminated"); }
void CardCommands::erase() { demand(send(ins::kErase, 0, {}, false), "to be erased"); }

StatusWord CardCommands::verify(uint8_t pin, const Bytes& value) {
  return send(ins::kVerify, pin, value, false).status;
}

StatusWord CardCommands::change_pin(uint8_t pin, const Bytes& old, const Bytes& value) {
  SecretBytes both(2 * kMaxPin);
  std::ranges::fill(both.bytes(), uint8_t{0xff});
  copy_bytes(both.bytes(), old);
  copy_bytes(both.bytes().subspan(kMaxPin), value);
  return send(ins::kChangeReferenceData, pin, both.bytes(), false).status;
}

void CardCommands::reset_user_pin(const Bytes& value) {
  const uint16_t p1 = value.empty() ? 0x0300 : 0x0200;
  demand(send(ins::kResetRetryCounter, p1, value, false), "to reset the user PIN");
}

std::vector<uint8_t> CardCommands::generate_key_pair(size_t index) {
  const CardResponse response = send(ins::kGenerateKeyPair, static_cast<uint16_t>(index), {}, true);
  demand(response, "to make " + object_words(ObjectKind::private_key, index));
  constexpr size_t kPoint = 65;
  if (response.data.size() < kPoint) throw std::runtime_error("the card tells no public key");
  return {response.data.end() - kPoint, response.data.end()};
}

std::vector<uint8_t> CardCommands::request_certificate(size_t index,
                                                       const Bytes& subject_and_names) {
  CardResponse response =
      send(ins::kGenerateKeyPair, static_cast<uint16_t>(0x0200 | index), subject_and_names, true);
  demand(response, "to request a certificate for " + object_words(ObjectKind::private_key, index));
  return std::move(response.data);
}

}  // namespace tls_se
