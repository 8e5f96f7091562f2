#include <algorithm>

#include "se/applet/secure_element.h"

namespace tls_se {

Applet::Applet(Crypto& crypto, const CardSettings& settings, const Rows& rows,
               const MutableBytes& memory)
    : data_exchange_(machine_, settings.sw_more), machine_(crypto, settings.tls, rows, memory) {
  // Power-up is a RESET: a server is in S-Ready and needs none, as in draft section 5.
  machine_.reset();
}

Response Applet::process(const Bytes& command, const MutableBytes& response) {
  Apdu apdu;
  if (!parse_apdu(command, apdu)) return {.status = sw::kWrongLength};
  if (apdu.cla != 0) return {.status = sw::kClassNotSupported};
  Response result;
  switch (apdu.ins) {
    case ins::kRecv:
      result.status = data_exchange_.recv(apdu);
      break;
    case ins::kSend:
      result.status = data_exchange_.send(apdu, response, result.size);
      break;
    case ins::kGetData:
      result.status = get_data(apdu, response, result.size);
      break;
    case ins::kSelect:
      result.status = select(apdu);
      break;
    default:
      result.status = sw::kInstructionNotSupported;
  }
  return result;
}

/// SELECT by AID. It never touches the TLS session: selecting another application fails, and this
/// one is always selected.
StatusWord Applet::select(const Apdu& command) const {
  constexpr uint8_t kByName = 0x04;
  if (command.p1 != kByName) return sw::kWrongP1P2;
  return same_bytes(command.data, kApplicationId) ? sw::kOk : sw::kApplicationNotFound;
}

StatusWord Applet::get_data(const Apdu& command, const MutableBytes& response, size_t& size) const {
  constexpr size_t kSize = 3;  // of each object
  const uint16_t object = static_cast<uint16_t>(command.p1 << 8 | command.p2);
  if (object != data_object::kEndReason && object != data_object::kState) {
    return sw::kDataObjectNotFound;
  }
  if (!command.data.empty() || command.expected == 0) return sw::kWrongLength;
  // ISO 7816-4: Le of 00 asks for all there is; any other wrong one is told the right one.
  if (command.expected != kSize && command.expected < kMaxShortResponse) {
    return sw::join(sw::kRetry, kSize);
  }
  if (object == data_object::kEndReason) {
    const Machine::EndReason reason = machine_.end_reason();
    response[0] = static_cast<uint8_t>(reason.origin);
    response[1] = static_cast<uint8_t>(reason.alert);
    response[2] = 0;
  } else {
    const Machine::Next next = machine_.next();
    response[0] = static_cast<uint8_t>(next.phase);
    response[1] = static_cast<uint8_t>(next.content_type);
    response[2] = static_cast<uint8_t>(next.type);
  }
  size = kSize;
  return sw::kOk;
}

}  // namespace tls_se
