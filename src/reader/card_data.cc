#include "reader/card_data.h"

namespace tls_se {
namespace {

template <class Object>
std::optional<Object> get_data(CardReader& card) {
  auto command = data_object_header(ins::kGetData, Object::kTag, 0);
  CardResponse response = card.transmit(command);
  if (sw::sw1(response.status) == sw::kRetry) {
    command.back() = sw::sw2(response.status);
    response = card.transmit(command);
  }
  if (response.status != sw::kOk) return std::nullopt;
  return Object::decode(response.data);
}

}  // namespace

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
