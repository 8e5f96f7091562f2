#include "reader/whole_response.h"

#include <array>
#include <optional>
#include <utility>

#include "reader/own_command.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

// Of pieces of 256 bytes so many are more than an answer may have. A card that gives a byte at a
// time is not waited for all day.
constexpr size_t kMostPieces = 2 * kMaxWholeResponse / kMaxShortResponse;

/// GET RESPONSE, in words of the draft SEND.
std::array<uint8_t, 5> send_command(StatusWord announced) {
  return {0x00, ins::kSend, 0x00, 0x00, sw::sw2(announced)};
}

/// The Le that 6Cxx tells. False if the command has none.
bool put_right_le(std::vector<uint8_t>& command, StatusWord status) {
  const auto apdu = parse_apdu(command);
  if (!apdu || apdu->expected == 0) return false;
  const bool is_extended = apdu->extended;
  command.back() = sw::sw2(status);
  if (is_extended) command[command.size() - 2] = sw::sw2(status) == 0 ? 1 : 0;
  return true;
}

/// What 6Cxx asks for, if the command can be given so. A RECV is not given twice: its fragment
/// would be, too.
std::optional<CardResponse> retry(CardReader& card, Bytes command, StatusWord status) {
  const bool is_recv = command.size() > 1 && command[1] == ins::kRecv;
  if (is_recv) return card.transmit(send_command(status));
  OwnCommand again(command);
  if (!put_right_le(again.bytes, status)) return std::nullopt;
  return card.transmit(again.bytes);
}

bool is_retry(const CardResponse& response) { return sw::sw1(response.status) == sw::kRetry; }

}  // namespace

CardResponse transmit_whole(CardReader& card, Bytes command) {
  std::vector<uint8_t> data;
  std::array<uint8_t, 5> send{};
  for (size_t pieces = 0;; ++pieces) {
    CardResponse response = card.transmit(command);
    if (is_retry(response)) {
      auto right = retry(card, command, response.status);
      if (!right) return response;
      if (is_retry(*right)) throw EndlessResponse("the card announces bytes without end");
      response = std::move(*right);
    }
    const bool is_more = sw::is_more(response.status);
    if (pieces > 0 && is_more && response.data.empty()) {
      throw EndlessResponse("the card announces bytes and then gives none");
    }
    data.insert(data.end(), response.data.begin(), response.data.end());
    if (data.size() > kMaxWholeResponse || pieces > kMostPieces) {
      throw EndlessResponse("the card announces bytes without end");
    }
    if (!is_more) return {std::move(data), response.status};
    send = send_command(response.status);
    command = send;
  }
}

}  // namespace tls_se
