#include "se/applet/secure_element.h"

namespace tls_se {
namespace {

void write_session(const Session::Negotiated& negotiated, std::span<uint8_t, 4> object) {
  object[0] = static_cast<uint8_t>(1 + static_cast<uint8_t>(negotiated.mode));
  if (negotiated.validity_unchecked) object[1] |= data_object::kValidityUnchecked;
  if (negotiated.mode == Mode::mutual && !negotiated.client_certificate) {
    object[1] |= data_object::kNoClientCertificate;
  }
  store_u16(&object[2], negotiated.cipher_suite->id);
}

}  // namespace

Applet::Applet(Crypto& crypto, const CardSettings& settings, const Program& program,
               const MutableBytes& memory)
    : put_data_(settings.put_data),
      data_exchange_(machine_, settings.sw_more),
      machine_(crypto, settings.tls, program, memory) {
  // Power-up is a RESET of a server: it is in S-Ready and needs none, as in draft section 5. A
  // client waits for it: the node may have something to tell it first.
  if (settings.tls.role == Role::server) {
    machine_.reset();
  } else {
    machine_.stop();
  }
}

Response Applet::process(const Bytes& command, const MutableBytes& response) {
  Response result;
  Apdu apdu;
  if (!parse_apdu(command, apdu)) {
    result.status = sw::kWrongLength;
  } else if (apdu.cla != 0) {
    result.status = sw::kClassNotSupported;
  } else {
    result.status = dispatch(apdu, response, result.size);
  }
  return result;
}

StatusWord Applet::dispatch(const Apdu& command, const MutableBytes& response, size_t& size) {
  switch (command.ins) {
    case ins::kRecv:
      return data_exchange_.recv(command);
    case ins::kSend:
      return data_exchange_.send(command, response, size);
    case ins::kGetData:
      return get_data(command, response, size);
    case ins::kSelect:
      return select(command);
    case ins::kPutData:
      return put_data(command);
    default:
      return sw::kInstructionNotSupported;
  }
}

/// SELECT by AID. It never touches the TLS session: selecting another application fails, and this
/// one is always selected.
StatusWord Applet::select(const Apdu& command) const {
  constexpr uint8_t kByName = 0x04;
  if (command.p1 != kByName) return sw::kWrongP1P2;
  return same_bytes(command.data, kApplicationId) ? sw::kOk : sw::kApplicationNotFound;
}

/// What is put is for the next session: the present one ends, and a RESET has to follow.
StatusWord Applet::put_data(const Apdu& command) {
  if (put_data_ == nullptr) return sw::kInstructionNotSupported;
  const auto object = static_cast<uint16_t>(command.p1 << 8 | command.p2);
  const StatusWord status = put_data_->put(object, command.data);
  if (status == sw::kOk) machine_.stop();
  return status;
}

StatusWord Applet::get_data(const Apdu& command, const MutableBytes& response, size_t& size) const {
  std::array<uint8_t, 4> object{};
  size_t object_size = 3;
  switch (command.p1 << 8 | command.p2) {
    case data_object::kEndReason:
      object[0] = static_cast<uint8_t>(machine_.end_reason().origin);
      object[1] = static_cast<uint8_t>(machine_.end_reason().alert);
      break;
    case data_object::kState: {
      const Machine::Next next = machine_.next();
      object[0] = static_cast<uint8_t>(next.phase);
      object[1] = static_cast<uint8_t>(next.content_type);
      object[2] = static_cast<uint8_t>(next.type);
      break;
    }
    case data_object::kSession:
      object_size = 4;
      if (machine_.is_open()) write_session(machine_.negotiated(), object);
      break;
    default:
      return sw::kDataObjectNotFound;
  }
  if (!command.data.empty() || command.expected == 0) return sw::kWrongLength;
  // ISO 7816-4: Le of 00 asks for all there is; any other wrong one is told the right one.
  if (command.expected != object_size && command.expected < kMaxShortResponse) {
    return sw::join(sw::kRetry, static_cast<uint8_t>(object_size));
  }
  size = object_size;
  copy_bytes(response, Bytes(object).first(size));
  return sw::kOk;
}

}  // namespace tls_se
