#include "reader/card_data.h"

#include "reader/whole_response.h"

namespace tls_se {
namespace {

/// The contents of an object; nothing if there is none.
std::optional<std::vector<uint8_t>> get_bytes(CardReader& card, DataObject object) {
  CardResponse response = transmit_whole(card, data_object_header(ins::kGetData, object, 0));
  if (response.status != sw::kOk) return std::nullopt;
  return std::move(response.data);
}

template <class Object>
std::optional<Object> get_data(CardReader& card) {
  const auto bytes = get_bytes(card, Object::kTag);
  return bytes ? Object::decode(*bytes) : std::nullopt;
}

}  // namespace

bool is_own_card(CardReader& card) { return get_bytes(card, DataObject::life_cycle).has_value(); }

std::optional<CardEndReason> read_end_reason(CardReader& card) {
  return get_data<CardEndReason>(card);
}

std::optional<NextRecord> read_next_record(CardReader& card) { return get_data<NextRecord>(card); }

std::optional<SessionParameters> read_session_parameters(CardReader& card) {
  return get_data<SessionParameters>(card);
}

std::optional<size_t> read_max_content(CardReader& card) {
  const auto object = get_data<MaxContent>(card);
  if (!object || object->size == 0) return std::nullopt;
  return object->size;
}

std::optional<uint16_t> read_named_group(CardReader& card) {
  const auto object = get_data<SessionGroup>(card);
  if (!object || object->id == 0) return std::nullopt;
  return object->id;
}

std::optional<ReadPeer> read_peer(CardReader& card) {
  const auto identity = get_data<PeerIdentity>(card);
  if (!identity) return std::nullopt;
  ReadPeer peer{.identity = *identity, .name = {}, .alt_names = {}};
  if (identity->kind == PeerIdentity::Kind::nobody) return peer;
  peer.name = get_bytes(card, DataObject::peer_name).value_or(std::vector<uint8_t>{});
  if (identity->kind == PeerIdentity::Kind::certificate) {
    peer.alt_names = get_bytes(card, DataObject::peer_alt_names).value_or(std::vector<uint8_t>{});
  }
  return peer;
}

StatusWord put_data(CardReader& card, DataObject object, Bytes data) {
  const auto header = data_object_header(ins::kPutData, object, static_cast<uint8_t>(data.size()));
  std::vector<uint8_t> command(header.begin(), header.end());
  command.insert(command.end(), data.begin(), data.end());
  return card.transmit(command).status;
}

std::string mode_name(SessionParameters::Mode mode) {
  switch (mode) {
    case SessionParameters::Mode::psk:
      return "PSK";
    case SessionParameters::Mode::certificate:
      return "certificate";
    case SessionParameters::Mode::mutual:
      return "mutual certificates";
    case SessionParameters::Mode::none:
      break;
  }
  return "no mode";
}

}  // namespace tls_se
