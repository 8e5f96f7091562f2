#include "reader/exchange_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "reader/names.h"
#include "reader/reason_words.h"

namespace tls_se {
namespace {

constexpr size_t kRandomOffset = kRecordHeaderSize + kHandshakeHeaderSize + sizeof kLegacyVersion;
// The first bytes of HelloRetryRequest's random, RFC 8446 section 4.1.3.
constexpr uint8_t kHelloRetryRequestRandom[] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11};

bool is_hello_retry_request(Bytes record) {
  constexpr size_t kSize = sizeof kHelloRetryRequestRandom;
  return record.size() >= kRandomOffset + kSize &&
         same_bytes(record.subspan(kRandomOffset, kSize), kHelloRetryRequestRandom);
}

ContentType content_type_of(Bytes head) {
  return head.empty() ? ContentType::invalid : static_cast<ContentType>(head[0]);
}

/// Of a message in the clear that this record begins with.
HandshakeType plain_handshake_type(Bytes head) {
  const bool is_plain = head.size() > kRecordHeaderSize &&
                        content_type_of(head) == ContentType::handshake && head[1] == 3 &&
                        head[2] <= 3;
  return is_plain ? static_cast<HandshakeType>(head[kRecordHeaderSize]) : HandshakeType::none;
}

std::string object_name(DataObject object) {
  switch (object) {
    case DataObject::end_reason:
      return "end reason";
    case DataObject::next_record:
      return "next record";
    case DataObject::session_parameters:
      return "session parameters";
    case DataObject::max_content:
      return "max content";
    case DataObject::named_group:
      return "named group";
    case DataObject::peer:
      return "peer";
    case DataObject::peer_name:
      return "peer's name";
    case DataObject::peer_alt_names:
      return "peer's other names";
    case DataObject::time:
      return "time";
    case DataObject::server_name:
      return "server name";
    case DataObject::protocol_name_list:
      return "ALPN";
    case DataObject::server_address:
      return "server address";
  }
  return fmt::format("{:04X}", static_cast<uint16_t>(object));
}

/// What the card has found or, if that was the peer, its alert.
std::string object_words(DataObject object, const CardResponse& response) {
  const auto end = CardEndReason::decode(response.data);
  if (object != DataObject::end_reason || !end || end->origin == CardEndReason::Origin::none) {
    return "";
  }
  return end->reason == Reason::none ? alert_name(end->alert) : reason_words(end->reason);
}

std::string flags_name(uint8_t flags) {
  if (flags == (p2::kFirst | p2::kLast)) return "F-First, F-Last";
  if (flags == p2::kFirst) return "F-First";
  if (flags == p2::kLast) return "F-Last";
  return "F-More";
}

std::string size_name(Bytes bytes) {
  return std::to_string(bytes.size()) + (bytes.size() == 1 ? " byte" : " bytes");
}

}  // namespace

bool ExchangeNames::wants_next_record(const Apdu& command) const {
  if (command.ins == ins::kSend) return true;
  return command.ins == ins::kRecv && command.p1 == p1::kHandshake &&
         (command.p2 & p2::kFirst) != 0 &&
         content_type_of(command.data) == ContentType::application_data;
}

std::string ExchangeNames::name(const Apdu& command, const CardResponse& response,
                                const std::optional<NextRecord>& next) {
  switch (command.ins) {
    case ins::kRecv:
      if (!command.data.empty()) return recv_name(command, next);
      work_ = Work::handshake;
      return "RESET";
    case ins::kSend:
      return send_name(response, next);
    case ins::kSelect:
      return "SELECT";
    case ins::kGetData:
      return fmt::format("GET DATA({}) {}", object_name(data_object_of(command)),
                         object_words(data_object_of(command), response));
    case ins::kPutData:
      return fmt::format("PUT DATA({}) {}", object_name(data_object_of(command)),
                         size_name(command.data));
    default:
      return "COMMAND";
  }
}

std::string ExchangeNames::recv_name(const Apdu& command, const std::optional<NextRecord>& next) {
  work_ = command.p1 == p1::kDecrypt   ? Work::decrypt
          : command.p1 == p1::kEncrypt ? Work::encrypt
                                       : Work::handshake;
  const bool first = (command.p2 & p2::kFirst) != 0;
  const bool last = (command.p2 & p2::kLast) != 0;
  if (work_ != Work::handshake) {
    return fmt::format("RECV({}{}) {}", work_ == Work::decrypt ? "Decrypt" : "Encrypt",
                       first && last ? "" : ", " + flags_name(command.p2), size_name(command.data));
  }
  if (first) {
    note_role(false, command.data, next);
    record_name_ = record_name(false, command.data, next);
  }
  return fmt::format("RECV({}) {}{}", flags_name(command.p2), size_name(command.data),
                     last ? "  " + record_name_ : "");
}

/// Who writes a ClientHello is the client, and who writes a ServerHello the server.
void ExchangeNames::note_role(bool from_card, Bytes head, const std::optional<NextRecord>& next) {
  HandshakeType type = plain_handshake_type(head);
  if (from_card && next) type = next->handshake_type;  // `head` may be a later fragment's
  if (type == HandshakeType::client_hello) card_is_server_ = !from_card;
  if (type == HandshakeType::server_hello) card_is_server_ = from_card;
}

std::string ExchangeNames::send_name(const CardResponse& response,
                                     const std::optional<NextRecord>& next) {
  const bool record_waits = next && next->phase == NextRecord::Phase::record_waits;
  std::string what = "Record Packet";
  if (work_ == Work::decrypt) {
    what = record_waits && next->content_type == ContentType::alert ? "Alert" : "Message";
  } else if (work_ == Work::handshake) {
    const auto waiting = record_waits ? next : std::nullopt;
    note_role(true, response.data, waiting);
    what = record_name(true, response.data, waiting);
  }
  return fmt::format("SEND({}) {}", what, size_name(response.data));
}

/// What the card says comes first, then what can be read in the record's first bytes: those of a
/// later fragment mean nothing.
std::string ExchangeNames::record_name(bool from_card, Bytes head,
                                       const std::optional<NextRecord>& next) const {
  const std::string writer = from_card == card_is_server_ ? "Server " : "Client ";
  ContentType content_type = next ? next->content_type : ContentType::invalid;
  HandshakeType handshake_type = next ? next->handshake_type : plain_handshake_type(head);
  if (content_type == ContentType::invalid) content_type = content_type_of(head);
  if (!from_card && !head.empty() && content_type_of(head) != ContentType::application_data) {
    content_type = content_type_of(head);  // what came, whatever the card expects
    handshake_type = plain_handshake_type(head);
  }

  if (content_type == ContentType::change_cipher_spec) return writer + "CCS";
  if (content_type == ContentType::alert) return writer + "Alert";
  if (handshake_type == HandshakeType::server_hello && is_hello_retry_request(head)) {
    return "Hello Retry Request";
  }
  if (handshake_type == HandshakeType::client_hello ||
      handshake_type == HandshakeType::server_hello) {
    return handshake_name(handshake_type);
  }
  if (handshake_type != HandshakeType::none)
    return writer + "Encrypted " + handshake_name(handshake_type);
  return "Record Packet";
}

}  // namespace tls_se
