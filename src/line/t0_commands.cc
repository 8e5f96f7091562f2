#include "line/t0_commands.h"

#include <utility>

#include "reader/own_command.h"
#include "se/base/secret.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

constexpr size_t kHeader = 4;  // CLA INS P1 P2
constexpr size_t kMost = 256;  // bytes of an answer

bool has_p3_alone(const Bytes& command) { return command.size() == kHeader + 1; }
bool ends_with_data(const Bytes& command) {
  return command.size() > kHeader + 1 && command.size() == kHeader + 1 + command[kHeader];
}
bool is_get_response(const Bytes& command) {
  return has_p3_alone(command) && command[1] == ins::kSend;
}

}  // namespace

void T0Commands::forget() {
  wipe(held_.data);
  held_ = {};
}

/// The form that the card does not take has done nothing: 6700, and another one may be meant.
CardResponse T0Commands::transmit(Bytes command) {
  if (is_get_response(command) && !held_.data.empty()) return rest(command[kHeader]);
  forget();
  CardResponse response = card_.transmit(command);
  if (response.status != sw::kWrongLength) return response;
  if (has_p3_alone(command) && command[kHeader] == 0) {
    return card_.transmit(command.first(kHeader));
  }
  if (!ends_with_data(command)) return response;
  OwnCommand expecting(command, 1);
  expecting.bytes.push_back(0);
  return announce(card_.transmit(expecting.bytes));
}

CardResponse T0Commands::announce(CardResponse answer) {
  if (answer.data.empty() || answer.data.size() > kMost) return answer;
  held_ = std::move(answer);
  return {.data = {}, .status = sw::join(sw::kMore61, static_cast<uint8_t>(held_.data.size()))};
}

CardResponse T0Commands::rest(uint8_t p3) {
  const auto size = static_cast<uint8_t>(held_.data.size());  // 00 is 256
  if (p3 != size) return {.data = {}, .status = sw::join(sw::kRetry, size)};
  return std::exchange(held_, {});
}

}  // namespace tls_se
