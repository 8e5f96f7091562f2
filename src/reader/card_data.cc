#include "reader/card_data.h"

#include <array>

#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

constexpr uint8_t kEndReasonTag = 0x01;  // P2; P1 is 01, an application's own data object
constexpr uint8_t kNextRecordTag = 0x02;
constexpr size_t kObjectSize = 3;

std::optional<std::array<uint8_t, kObjectSize>> get_data(CardReader& card, uint8_t tag) {
  std::array<uint8_t, 5> command = {0x00, ins::kGetData, 0x01, tag, 0x00};
  CardResponse response = card.transmit(command);
  if (sw::sw1(response.status) == sw::kRetry) {
    command[4] = sw::sw2(response.status);
    response = card.transmit(command);
  }
  if (response.status != sw::kOk || response.data.size() != kObjectSize) return std::nullopt;
  return std::array{response.data[0], response.data[1], response.data[2]};
}

}  // namespace

std::optional<EndReason> read_end_reason(CardReader& card) {
  const auto object = get_data(card, kEndReasonTag);
  if (!object || (*object)[0] > 2) return std::nullopt;
  return EndReason{static_cast<EndReason::Origin>((*object)[0]), (*object)[1]};
}

std::optional<NextRecord> read_next_record(CardReader& card) {
  const auto object = get_data(card, kNextRecordTag);
  if (!object || (*object)[0] > 3) return std::nullopt;
  return NextRecord{static_cast<NextRecord::Phase>((*object)[0]), (*object)[1], (*object)[2]};
}

}  // namespace tls_se
