#include "reader/card_data.h"

#include <array>

#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

constexpr uint8_t kEndReasonTag = 0x01;  // P2; P1 is 01, an application's own data object
constexpr uint8_t kNextRecordTag = 0x02;
constexpr uint8_t kSessionParametersTag = 0x03;
constexpr uint8_t kMaxContentTag = 0x04;

template <size_t size>
std::optional<std::array<uint8_t, size>> get_data(CardReader& card, uint8_t tag) {
  std::array<uint8_t, 5> command = {0x00, ins::kGetData, 0x01, tag, 0x00};
  CardResponse response = card.transmit(command);
  if (sw::sw1(response.status) == sw::kRetry) {
    command[4] = sw::sw2(response.status);
    response = card.transmit(command);
  }
  if (response.status != sw::kOk || response.data.size() != size) return std::nullopt;
  std::array<uint8_t, size> object;
  copy_bytes(object, response.data);
  return object;
}

}  // namespace

std::optional<CardEndReason> read_end_reason(CardReader& card) {
  const auto object = get_data<3>(card, kEndReasonTag);
  if (!object || (*object)[0] > 2) return std::nullopt;
  return CardEndReason{static_cast<CardEndReason::Origin>((*object)[0]), (*object)[1]};
}

std::optional<NextRecord> read_next_record(CardReader& card) {
  const auto object = get_data<3>(card, kNextRecordTag);
  if (!object || (*object)[0] > 3) return std::nullopt;
  return NextRecord{static_cast<NextRecord::Phase>((*object)[0]), (*object)[1], (*object)[2]};
}

std::optional<SessionParameters> read_session_parameters(CardReader& card) {
  constexpr uint8_t kValidityUnchecked = 0x01;
  constexpr uint8_t kNoClientCertificate = 0x02;
  const auto object = get_data<4>(card, kSessionParametersTag);
  if (!object || (*object)[0] > 3) return std::nullopt;
  const uint8_t flags = (*object)[1];
  return SessionParameters{.mode = static_cast<SessionParameters::Mode>((*object)[0]),
                           .validity_unchecked = (flags & kValidityUnchecked) != 0,
                           .no_client_certificate = (flags & kNoClientCertificate) != 0,
                           .cipher_suite = load_u16(&(*object)[2])};
}

std::optional<size_t> read_max_content(CardReader& card) {
  const auto object = get_data<2>(card, kMaxContentTag);
  if (!object) return std::nullopt;
  const size_t size = load_u16(object->data());
  if (size == 0) return std::nullopt;
  return size;
}

StatusWord put_data(CardReader& card, PutObject object, Bytes data) {
  const auto tag = static_cast<uint16_t>(object);
  std::vector<uint8_t> command = {0x00, ins::kPutData, static_cast<uint8_t>(tag >> 8),
                                  static_cast<uint8_t>(tag), static_cast<uint8_t>(data.size())};
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
