#include <algorithm>

#include "se/applet/secure_element.h"

namespace tls_se {

Applet::Applet(Crypto& crypto, const CardSettings& settings, const Rows& rows, MutableBytes memory)
    : machine_(crypto, settings.tls, rows, memory), data_exchange_(machine_, settings.sw_more) {
  // Power-up is a RESET: a server is in S-Ready and needs none, as in draft section 5.
  machine_.reset();
}

Response Applet::process(Bytes command, MutableBytes response) {
  if (command.size() < 4) return {.status = sw::kWrongLength};
  if (command[0] != 0) return {.status = sw::kClassNotSupported};
  const uint8_t instruction = command[1];
  if (instruction != ins::kRecv && instruction != ins::kSend && instruction != ins::kGetData &&
      instruction != ins::kSelect) {
    return {.status = sw::kInstructionNotSupported};
  }
  const auto apdu = parse_apdu(command);
  if (!apdu) return {.status = sw::kWrongLength};
  return dispatch(*apdu, response);
}

Response Applet::dispatch(const Apdu& command, MutableBytes response) {
  Response result;
  switch (command.ins) {
    case ins::kRecv:
      result.status = data_exchange_.recv(command);
      return result;
    case ins::kSend:
      result.status = data_exchange_.send(command, response, result.size);
      return result;
    case ins::kGetData:
      return get_data(command, response);
    default:
      result.status = select(command);
      return result;
  }
}

/// SELECT by AID. It never touches the TLS session: selecting another application fails, and this
/// one is always selected.
StatusWord Applet::select(const Apdu& command) const {
  constexpr uint8_t kByName = 0x04;
  if (command.p1 != kByName) return sw::kWrongP1P2;
  return same_bytes(command.data, kApplicationId) ? sw::kOk : sw::kApplicationNotFound;
}

Response Applet::get_data(const Apdu& command, MutableBytes response) const {
  std::array<uint8_t, 3> data{};
  switch (command.p1 << 8 | command.p2) {
    case data_object::kEndReason: {
      const Machine::EndReason& reason = machine_.end_reason();
      data = {static_cast<uint8_t>(reason.origin), static_cast<uint8_t>(reason.alert), 0};
      break;
    }
    case data_object::kState: {
      const Machine::Next next = machine_.next();
      uint8_t phase = 3;
      if (machine_.output_waits()) {
        phase = 1;
      } else if (machine_.in_handshake()) {
        phase = 0;
      } else if (machine_.is_open()) {
        phase = 2;
      }
      data = {phase, static_cast<uint8_t>(next.content_type), static_cast<uint8_t>(next.type)};
      break;
    }
    default:
      return {.status = sw::kDataObjectNotFound};
  }
  if (!command.data.empty() || command.expected == 0) return {.status = sw::kWrongLength};
  // ISO 7816-4: Le of 00 asks for all there is; any other wrong one is told the right one.
  const size_t all = command.extended ? 65536 : kMaxShortResponse;
  if (command.expected != data.size() && command.expected != all) {
    return {.status = sw::join(sw::kRetry, static_cast<uint8_t>(data.size()))};
  }
  copy_bytes(response, data);
  return {.size = data.size(), .status = sw::kOk};
}

}  // namespace tls_se
