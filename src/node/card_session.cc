#include "node/card_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "reader/names.h"
#include "reader/reason_words.h"
#include "reader/recv_command.h"
#include "se/base/alert.h"

namespace tls_se {
namespace {

// A flight with long certificate chains stays far below; a card that never ends doesn't.
constexpr size_t kMaxAnswerSize = 1 << 20;

constexpr std::array<uint8_t, 2> kCloseNotify = {1, static_cast<uint8_t>(Alert::close_notify)};
constexpr size_t kAlertMessageSize = kCloseNotify.size() + 1;  // and the protocol byte
constexpr size_t kAlertRecordSize = kRecordHeaderSize + kCloseNotify.size();  // not encrypted

// With update_not_requested.
constexpr std::array<uint8_t, 5> kKeyUpdate = {static_cast<uint8_t>(HandshakeType::key_update), 0,
                                               0, 1, 0};

void append(std::vector<uint8_t>& to, Bytes bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}

/// The protocol byte (draft section 3.2.1) behind the content.
ContentType type_of(uint8_t byte) { return static_cast<ContentType>(byte); }

/// The content of an alert that came from the peer: `level description 15`.
bool is_alert_message(Bytes bytes) {
  return bytes.size() == kAlertMessageSize && type_of(bytes.back()) == ContentType::alert;
}

/// The AlertDescription, if these records are one alert that is not encrypted.
std::optional<uint8_t> plain_alert(Bytes records) {
  if (records.size() != kAlertRecordSize || type_of(records[0]) != ContentType::alert) return {};
  return records.back();
}

}  // namespace

std::string to_string(const SessionAlert& alert) {
  const std::string because = alert.reason == Reason::none ? "" : ": " + reason_words(alert.reason);
  switch (alert.origin) {
    case SessionAlert::Origin::card:
      return alert_name(alert.description) + ", sent by the card" + because;
    case SessionAlert::Origin::card_silently:
      return alert_name(alert.description) + ", found by the card, and not sent" + because;
    case SessionAlert::Origin::peer:
      return alert_name(alert.description) + ", received from the peer";
    case SessionAlert::Origin::unknown:
      break;
  }
  return "no reason known";
}

std::vector<uint8_t> CardSession::reset() {
  state_ = State::handshake;
  card_is_sound_ = false;
  reads_ = writes_ = false;
  records_under_key_ = 0;
  key_update_watch_ = {};
  silent_alert_.reset();
  outgoing_.clear();
  const Answer answer = collect(card_.transmit(recv_command(p1::kHandshake, p2::kFirst, {})));
  if (is_put_off(answer)) return {};
  note(answer.status);
  plain_alert_ = plain_alert(answer.bytes);
  if (answer.status == sw::kClose || plain_alert_) state_ = State::failed;
  card_is_sound_ = state_ == State::handshake;
  return answer.bytes;
}

std::vector<uint8_t> CardSession::handshake(Bytes record) {
  const Answer answer = exchange(p1::kHandshake, record);
  if (is_put_off(answer)) return {};
  note(answer.status);
  if (answer.status != sw::kClose) return answer.bytes;
  state_ = State::failed;
  plain_alert_ = plain_alert(answer.bytes);
  return answer.bytes;
}

CardSession::Decrypted CardSession::decrypt(Bytes record) {
  Answer answer = exchange(p1::kDecrypt, record);
  note(answer.status);
  const bool closes = answer.status == sw::kClose;
  if (closes && !is_alert_message(answer.bytes)) {
    state_ = State::failed;
    return {.content = {}, .records = std::move(answer.bytes)};
  }
  Decrypted decrypted;
  if (state_ == State::failed || answer.bytes.empty()) return decrypted;
  decrypted.type = type_of(answer.bytes.back());
  answer.bytes.pop_back();
  decrypted.content = std::move(answer.bytes);

  if (closes && same_bytes(decrypted.content, kCloseNotify)) {
    close_direction(reads_);
  } else if (closes) {
    state_ = State::failed;
  } else if (decrypted.type == ContentType::handshake) {
    // RFC 8446 section 4.6.3: "MUST send a KeyUpdate of its own [...] prior to sending its next
    // Application Data record".
    const bool requested = key_update_watch_.feed(decrypted.content);
    if (requested && writes()) update_key();
    decrypted.records = std::exchange(outgoing_, {});
  }
  return decrypted;
}

std::vector<uint8_t> CardSession::encrypt(Bytes content, ContentType type) {
  if (records_under_key_ >= options_.records_per_key) update_key();
  encrypt_record(content, type);
  return std::exchange(outgoing_, {});
}

std::vector<uint8_t> CardSession::close() {
  encrypt_record(kCloseNotify, ContentType::alert);
  return std::exchange(outgoing_, {});
}

SessionAlert CardSession::ending_alert() {
  const CardEndReason end = read_end_reason(card_).value_or(CardEndReason{});
  if (end.origin == CardEndReason::Origin::peer) return {SessionAlert::Origin::peer, end.alert};
  if (silent_alert_) {
    return {SessionAlert::Origin::card_silently, *silent_alert_, end.reason};
  }
  if (end.origin == CardEndReason::Origin::card) {
    return {SessionAlert::Origin::card, end.alert, end.reason};
  }
  if (plain_alert_) return {SessionAlert::Origin::card, *plain_alert_};
  return {};
}

void CardSession::update_key() {
  encrypt_record(kKeyUpdate, ContentType::handshake);
  records_under_key_ = 0;
}

void CardSession::encrypt_record(Bytes content, ContentType type) {
  std::vector<uint8_t> message;
  message.reserve(content.size() + 1);
  append(message, content);
  message.push_back(static_cast<uint8_t>(type));
  const Answer answer = exchange(p1::kEncrypt, message);
  if (answer.status == sw::kWrongLength) {
    throw ContentTooLong(
        fmt::format("the card can't encrypt {} bytes at once: give it less", content.size()));
  }
  note(answer.status);
  append(outgoing_, answer.bytes);
  ++records_under_key_;
  if (answer.status != sw::kClose) return;
  if (type == ContentType::alert) return close_direction(writes_);
  state_ = State::failed;
}

/// RECV in fragments, then SEND for as long as the card announces more.
CardSession::Answer CardSession::exchange(uint8_t work, Bytes data) {
  uint8_t flags = p2::kFirst;
  while (data.size() > options_.fragment_size) {
    const CardResponse response =
        card_.transmit(recv_command(work, flags, data.first(options_.fragment_size)));
    // "If F-Last is not set, the ISO7816 response is always 9000 when no error occurs."
    if (response.status != sw::kOk) return collect(response);
    data = data.subspan(options_.fragment_size);
    flags = p2::kMore;
  }
  return collect(card_.transmit(recv_command(work, flags | p2::kLast, data)));
}

CardSession::Answer CardSession::collect(CardResponse response) {
  Answer answer;
  bool repeated = false;
  for (;;) {
    append(answer.bytes, response.data);
    answer.status = response.status;
    const bool retry = sw::sw1(response.status) == sw::kRetry;
    if (!retry && !sw::is_more(response.status)) return answer;
    if ((retry && repeated) || answer.bytes.size() > kMaxAnswerSize) {
      throw CardError("the card announces bytes without end");
    }
    repeated = retry;
    response = card_.transmit(
        std::array<uint8_t, 5>{0x00, ins::kSend, 0x00, 0x00, sw::sw2(response.status)});
    if (response.data.empty() && sw::is_more(response.status)) {
      throw CardError("the card announces bytes and then gives none");
    }
  }
}

bool CardSession::is_put_off(const Answer& answer) {
  is_busy_ = answer.status == sw::kBusy && answer.bytes.empty();
  return is_busy_;
}

/// One place knows what a status word at the end of an exchange means.
void CardSession::note(StatusWord status) {
  if (status == sw::kOk || status == sw::kClose) return;  // sw-close: the callers know which
  if (status == sw::kOpen) {
    if (state_ != State::handshake) return;
    state_ = State::open;
    reads_ = writes_ = true;
    return;
  }
  if (sw::sw1(status) == sw::kError && sw::sw2(status) != 0) {
    state_ = State::failed;
    silent_alert_ = sw::sw2(status);
    return;
  }
  if (sw::sw1(status) == sw::sw1(sw::kPlatformError)) {
    state_ = State::failed;
    card_is_sound_ = false;
    throw CardError(fmt::format("the card's platform failed ({:04X}): reset it", status));
  }
  if (status == sw::kConditionsNotSatisfied) {
    throw CardError("the card takes no such command in its present state (6985)");
  }
  if (status == sw::kInstructionNotSupported || status == sw::kClassNotSupported) {
    throw CardError(
        fmt::format("the card knows no RECV and SEND ({:04X}): is it a TLS-SE card, "
                    "and is its application selected?",
                    status));
  }
  throw CardError(
      fmt::format("the card refuses a command: {:04X}, {}", status, status_word_name(status)));
}

void CardSession::close_direction(bool& direction) {
  direction = false;
  if (!reads_ && !writes_) state_ = State::closed;
}

}  // namespace tls_se
