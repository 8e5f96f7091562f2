#include "reader/exchange_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reader/names.h"
#include "reader/object_words.h"
#include "reader/reason_words.h"
#include "se/base/alert.h"

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
    case DataObject::life_cycle:
      return "life cycle";
    case DataObject::version:
      return "version";
    case DataObject::memory:
      return "memory";
    case DataObject::refusal:
      return "refusal";
    case DataObject::object_counts:
      return "object counts";
    case DataObject::time:
      return "time";
    case DataObject::server_name:
      return "server name";
    case DataObject::protocol_name_list:
      return "ALPN";
    case DataObject::server_address:
      return "server address";
  }
  const auto tag = static_cast<uint16_t>(object);
  const uint8_t bytes[] = {static_cast<uint8_t>(tag >> 8), static_cast<uint8_t>(tag)};
  const std::string words = object_words_of_tag(bytes);
  return words.empty() ? fmt::format("{:04X}", tag) : words;
}

/// Of a tag list, 5C length tag, as GET DATA has it.
std::string listed_object_name(const Bytes& list) {
  constexpr size_t kHead = 2;
  return list.size() < kHead ? "" : object_words_of_tag(list.subspan(kHead));
}

std::string with_object(const std::string& command, const std::string& object) {
  return object.empty() ? command : command + "(" + object + ")";
}

std::string transaction_name(uint8_t p2) {
  const char* const what = p2 == p2::kBegin      ? "begin"
                           : p2 == p2::kCommit   ? "commit"
                           : p2 == p2::kRollback ? "rollback"
                                                 : "";
  return with_object("TRANSACTION", what);
}

std::string pin_name(uint8_t p2) { return p2 == 0 ? "user's PIN" : "administrator's PIN"; }

/// What the card has found or, if that was the peer, its alert.
std::string object_words(DataObject object, const CardResponse& response) {
  const auto end = CardEndReason::decode(response.data);
  if (object != DataObject::end_reason || !end || end->origin == CardEndReason::Origin::none) {
    return "";
  }
  return end->reason == Reason::none ? alert_name(end->alert) : reason_words(end->reason);
}

std::string flags_name(uint8_t flags) {
  if (flags == p2::kFirst) return "F-First";
  if (flags == p2::kLast) return "F-Last";
  return "F-More";
}

std::string joined(const std::string& one, const std::string& other) {
  return one + (one.empty() || other.empty() ? "" : ", ") + other;
}

/// Of a RECV's data, in a handshake.
bool is_protected(const Apdu& command) {
  return command.ins == ins::kRecv && command.p1 == p1::kHandshake &&
         content_type_of(command.data) == ContentType::application_data;
}

/// The card has looked at the record, whatever came of it.
bool is_taken(StatusWord status) {
  return sw::is_more(status) || sw::sw1(status) == sw::sw1(sw::kOk) ||
         sw::sw1(status) == sw::kError;
}

/// With these the card says that it could not read a record, or found in it what was not due.
bool leaves_unknown(uint8_t alert) {
  const auto description = static_cast<Alert>(alert);
  return description == Alert::bad_record_mac || description == Alert::record_overflow ||
         description == Alert::unexpected_message;
}

}  // namespace

Exchange ExchangeNames::transmit(CardReader& card, Bytes command) {
  using Clock = std::chrono::steady_clock;
  const auto apdu = parse_apdu(command);
  CardWords words;
  if (apdu && asks_before(*apdu)) words.before = read_next_record(card);

  const auto start = Clock::now();
  Exchange exchange;
  exchange.response = card.transmit(command);
  exchange.time = Clock::now() - start;

  if (apdu && asks_after(*apdu, exchange.response.status)) {
    words.after = read_next_record(card);
    words.end = read_end_reason(card);
  }
  if (apdu) note_put_object(*apdu);
  exchange.name = apdu ? name(*apdu, exchange.response, words) : "malformed command";
  return exchange;
}

/// In a chain the first command has the tag.
void ExchangeNames::note_put_object(const Apdu& command) {
  const bool goes_on = std::exchange(put_goes_on_, false) && command.ins == ins::kPutDataBer;
  put_goes_on_ = command.ins == ins::kPutDataBer && (command.cla & cla::kChaining) != 0;
  if (!goes_on) put_object_ = object_words_of_tag(command.data);
}

bool ExchangeNames::asks_before(const Apdu& command) const {
  if (command.ins == ins::kSend) return true;
  return is_protected(command) && (command.p2 & p2::kFirst) != 0;
}

bool ExchangeNames::asks_after(const Apdu& command, StatusWord status) const {
  const bool ends = command.ins == ins::kRecv && command.p1 == p1::kHandshake &&
                    (command.p2 & p2::kLast) != 0 && is_taken(status);
  if (!ends) return false;
  return (command.p2 & p2::kFirst) != 0 ? is_protected(command) : expected_.has_value();
}

std::string ExchangeNames::name(const Apdu& command, const CardResponse& response,
                                const CardWords& words) {
  switch (command.ins) {
    case ins::kRecv:
      if (!command.data.empty()) return recv_name(command, words);
      work_ = Work::handshake;
      return "RESET";
    case ins::kSend:
      return send_name(response, words.before);
    case ins::kSelect:
      return "SELECT";
    case ins::kVerify:
      return "VERIFY(" + pin_name(command.p2) + ")";
    case ins::kChangeReferenceData:
      return "CHANGE REFERENCE DATA(" + pin_name(command.p2) + ")";
    case ins::kResetRetryCounter:
      return "RESET RETRY COUNTER(" + pin_name(command.p2) + ")";
    case ins::kManageChannel:
      return "MANAGE CHANNEL";
    case ins::kGetData:
      return fmt::format("GET DATA({}) {}", object_name(data_object_of(command)),
                         object_words(data_object_of(command), response));
    case ins::kPutData:
      return fmt::format("PUT DATA({}) {}", object_name(data_object_of(command)),
                         size_name(command.data));
    case ins::kGetDataBer:
      return with_object("GET DATA", listed_object_name(command.data));
    case ins::kPutDataBer:
      return with_object("PUT DATA", put_object_) + ' ' + size_name(command.data);
    case ins::kTransaction:
      return transaction_name(command.p2);
    case ins::kGenerateKeyPair:
      return with_object("GENERATE KEY PAIR", object_words(ObjectKind::private_key, command.p2));
    case ins::kGetChallenge:
      return "GET CHALLENGE";
    case ins::kActivate:
      return "ACTIVATE";
    case ins::kTerminate:
      return "TERMINATE";
    case ins::kErase:
      return "ERASE";
    default:
      return "COMMAND";
  }
}

std::string ExchangeNames::recv_name(const Apdu& command, const CardWords& words) {
  work_ = command.p1 == p1::kDecrypt   ? Work::decrypt
          : command.p1 == p1::kEncrypt ? Work::encrypt
                                       : Work::handshake;
  const bool first = (command.p2 & p2::kFirst) != 0;
  const bool last = (command.p2 & p2::kLast) != 0;
  const std::string flags = first && last ? "" : flags_name(command.p2);
  const std::string size = size_name(command.data);
  if (work_ != Work::handshake) {
    const char* const work = work_ == Work::decrypt ? "Decrypt" : "Encrypt";
    return fmt::format("RECV({}) {}", joined(work, flags), size);
  }
  if (first) {
    note_role(false, command.data, words.before);
    record_name_ = record_name(false, command.data, words.before);
    expected_ = words.before;
  }
  if (!last) return fmt::format("RECV({}) {}", flags, size);
  if (words.after && expected_) record_name_ = record_name(false, {}, what_came(words));
  const bool brief = style_ == Style::brief;
  return fmt::format("RECV({}) {}", joined(brief ? "" : flags, record_name_), size);
}

/// Of a protected record: what was expected, unless the card says otherwise now that it has read
/// it.
NextRecord ExchangeNames::what_came(const CardWords& words) const {
  const NextRecord unknown;
  const CardEndReason end = words.end.value_or(CardEndReason{});
  if (end.origin == CardEndReason::Origin::peer) return {.content_type = ContentType::alert};
  if (end.origin == CardEndReason::Origin::card) {
    return leaves_unknown(end.alert) ? unknown : *expected_;
  }
  if (words.after->phase == NextRecord::Phase::expects_rest) return *words.after;
  const bool nothing_new = words.after->phase == NextRecord::Phase::expects_record &&
                           words.after->handshake_type == expected_->handshake_type;
  if (!nothing_new) return *expected_;
  // A client expects its server's Certificate before a CertificateRequest, and behind it. All else
  // that changes nothing is dropped: early data, a warning.
  const bool requested =
      expected_->handshake_type == HandshakeType::certificate && !card_is_server_;
  if (!requested) return unknown;
  return {.content_type = ContentType::handshake,
          .handshake_type = HandshakeType::certificate_request};
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
  const bool brief = style_ == Style::brief;
  const std::string writer = brief ? "" : from_card == card_is_server_ ? "Server " : "Client ";
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
  if (handshake_type == HandshakeType::none) return "Record Packet";
  const bool plainly = brief && handshake_type != HandshakeType::encrypted_extensions;
  return writer + (plainly ? "" : "Encrypted ") + handshake_name(handshake_type);
}

std::string ExchangeNames::size_name(Bytes bytes) const {
  if (style_ == Style::brief) return std::to_string(bytes.size()) + " B";
  return std::to_string(bytes.size()) + (bytes.size() == 1 ? " byte" : " bytes");
}

}  // namespace tls_se
