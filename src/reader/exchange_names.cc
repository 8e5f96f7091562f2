#include "reader/exchange_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "reader/names.h"

namespace tls_se {
namespace {

// RFC 8446 sections 4 and 5.1.
constexpr uint8_t kChangeCipherSpec = 20;
constexpr uint8_t kAlert = 21;
constexpr uint8_t kHandshake = 22;
constexpr uint8_t kApplicationData = 23;
constexpr uint8_t kClientHello = 1;
constexpr uint8_t kServerHello = 2;

constexpr size_t kRecordHeaderSize = 5;
constexpr size_t kRandomOffset = kRecordHeaderSize + 4 + 2;
// The first bytes of HelloRetryRequest's random, RFC 8446 section 4.1.3.
constexpr uint8_t kHelloRetryRequestRandom[] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11};

bool is_hello_retry_request(Bytes record) {
  constexpr size_t kSize = sizeof kHelloRetryRequestRandom;
  return record.size() >= kRandomOffset + kSize &&
         same_bytes(record.subspan(kRandomOffset, kSize), kHelloRetryRequestRandom);
}

bool is_plain_handshake(Bytes head) {
  return head.size() > kRecordHeaderSize && head[0] == kHandshake && head[1] == 3 && head[2] <= 3;
}

/// Names of data objects, by P1-P2.
std::string object_name(const Apdu& command) {
  switch (command.p1 << 8 | command.p2) {
    case 0x0101:
      return "end reason";
    case 0x0102:
      return "next record";
    case 0x0103:
      return "session parameters";
    case static_cast<int>(PutObject::time):
      return "time";
    case static_cast<int>(PutObject::server_name):
      return "server name";
    case static_cast<int>(PutObject::alpn):
      return "ALPN";
    case static_cast<int>(PutObject::server_address):
      return "server address";
    default:
      return fmt::format("{:02X}{:02X}", command.p1, command.p2);
  }
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
         (command.p2 & p2::kFirst) != 0 && !command.data.empty() &&
         command.data[0] == kApplicationData;
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
      return fmt::format("GET DATA({})", object_name(command));
    case ins::kPutData:
      return fmt::format("PUT DATA({}) {}", object_name(command), size_name(command.data));
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
  uint8_t type = is_plain_handshake(head) ? head[kRecordHeaderSize] : 0;
  if (from_card && next) type = next->handshake_type;  // `head` may be a later fragment's
  if (type == kClientHello) card_is_server_ = !from_card;
  if (type == kServerHello) card_is_server_ = from_card;
}

std::string ExchangeNames::send_name(const CardResponse& response,
                                     const std::optional<NextRecord>& next) {
  const bool record_waits = next && next->phase == NextRecord::Phase::record_waits;
  std::string what = "Record Packet";
  if (work_ == Work::decrypt) {
    what = record_waits && next->content_type == kAlert ? "Alert" : "Message";
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
  uint8_t content_type = next ? next->content_type : 0;
  uint8_t handshake_type = next ? next->handshake_type : 0;
  const bool plain = is_plain_handshake(head);
  if (plain && !next) handshake_type = head[kRecordHeaderSize];
  if (content_type == 0 && !head.empty()) content_type = head[0];
  if (!from_card && !head.empty() && head[0] != kApplicationData) {
    content_type = head[0];  // what came, whatever the card expects
    handshake_type = plain ? head[kRecordHeaderSize] : 0;
  }

  if (content_type == kChangeCipherSpec) return writer + "CCS";
  if (content_type == kAlert) return writer + "Alert";
  if (handshake_type == kServerHello && is_hello_retry_request(head)) {
    return "Hello Retry Request";
  }
  if (handshake_type == kClientHello || handshake_type == kServerHello) {
    return handshake_name(handshake_type);
  }
  if (handshake_type != 0) return writer + "Encrypted " + handshake_name(handshake_type);
  return "Record Packet";
}

}  // namespace tls_se
