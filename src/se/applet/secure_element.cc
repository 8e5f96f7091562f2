#include "se/applet/secure_element.h"

namespace tls_se {
namespace {

// The machine's numbers are those of the data objects.
static_assert(static_cast<int>(Machine::End::Origin::peer) ==
              static_cast<int>(CardEndReason::Origin::peer));
static_assert(static_cast<int>(Machine::Next::Phase::expects_rest) ==
              static_cast<int>(NextRecord::Phase::expects_rest));
static_assert(1 + static_cast<int>(Mode::mutual) ==
              static_cast<int>(SessionParameters::Mode::mutual));

CardEndReason end_reason(const Machine::End& end) {
  return {.origin = static_cast<CardEndReason::Origin>(end.origin),
          .alert = static_cast<uint8_t>(end.alert),
          .reason = reason_of(end.alert)};
}

NextRecord next_record(const Machine::Next& next) {
  return {.phase = static_cast<NextRecord::Phase>(next.phase),
          .content_type = next.content_type,
          .handshake_type = next.type};
}

SessionParameters session_parameters(const Session::Negotiated& negotiated) {
  return {
      .mode = static_cast<SessionParameters::Mode>(1 + static_cast<uint8_t>(negotiated.mode)),
      .validity_unchecked = negotiated.validity_unchecked,
      .no_client_certificate = negotiated.mode == Mode::mutual && !negotiated.client_certificate,
      .cipher_suite = negotiated.cipher_suite->id};
}

}  // namespace

Response Applet::process(const Bytes& command, const MutableBytes& response) {
  Response result;
  Apdu apdu;
  if (!parse_apdu(command, apdu)) {
    result.status = sw::kWrongLength;
  } else if (apdu.cla != 0) {
    result.status = sw::kClassNotSupported;
  } else {
    result.status = execute(apdu, response, result.size);
  }
  return result;
}

StatusWord Applet::execute(const Apdu& command, const MutableBytes& response, size_t& size) {
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

StatusWord Applet::execute_in_turn(const Apdu& command, const MutableBytes& response,
                                   size_t& size) {
  const bool is_recv = command.ins == ins::kRecv;
  if (!is_recv && command.ins != ins::kSend) return execute(command, response, size);
  const bool resets = is_recv && command.data.empty();
  const bool begins = resets && data_exchange_.role() == Role::client;
  const bool goes_on = is_recv && !resets && machine_.in_handshake();
  if ((begins || goes_on) && !machine_.take_handshake()) return sw::kBusy;
  const StatusWord status = execute(command, response, size);
  if (machine_.settle() == Outcome::error) {
    size = 0;
    return sw::kPlatformError;
  }
  // RESET has let it go.
  if (begins && machine_.in_handshake()) static_cast<void>(machine_.take_handshake());
  return status;
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
  const StatusWord status = put_data_->put(data_object_of(command), command.data);
  if (status == sw::kOk) machine_.stop();
  return status;
}

StatusWord Applet::get_data(const Apdu& command, const MutableBytes& response, size_t& size) {
  Machine::Next next;
  size_t object_size = 0;  // what stands in `response` is not sent before `size` says so
  const auto write = [&]<class Object>(const Object& object) {
    object.encode(response.first<Object::kSize>());
    object_size = Object::kSize;
  };
  const bool is_open = machine_.is_open();
  const Session::Negotiated& negotiated = machine_.negotiated();
  switch (data_object_of(command)) {
    case DataObject::end_reason:
      write(end_reason(machine_.end()));
      break;
    case DataObject::next_record:
      machine_.tell_next(next);
      write(next_record(next));
      break;
    case DataObject::session_parameters:
      write(is_open ? session_parameters(negotiated) : SessionParameters{});
      break;
    case DataObject::max_content:
      write(MaxContent{static_cast<uint16_t>(machine_.longest_content())});
      break;
    case DataObject::named_group:
      write(SessionGroup{is_open ? negotiated.named_group : uint16_t{0}});
      break;
    default:
      object_size = PeerWatch::kNoObject;
      if (const PeerWatch* const watch = data_exchange_.peer_watch()) {
        object_size = watch->get(static_cast<uint16_t>(data_object_of(command)), is_open, response);
      }
      if (object_size == PeerWatch::kNoObject) return sw::kDataObjectNotFound;
  }
  if (!command.data.empty() || command.expected == 0) return sw::kWrongLength;
  // ISO 7816-4: Le of 00 asks for all there is; any other wrong one is told the right one.
  if (command.expected != object_size && command.expected < kMaxShortResponse) {
    return sw::join(sw::kRetry, static_cast<uint8_t>(object_size));
  }
  size = object_size;
  return sw::kOk;
}

}  // namespace tls_se
