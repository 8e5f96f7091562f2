#include "node/card_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "reader/foreign_status.h"
#include "reader/names.h"
#include "reader/reason_words.h"
#include "reader/recv_command.h"
#include "reader/whole_response.h"
#include "se/base/alert.h"

namespace tls_se {
namespace {

// What fits into an applet that does not take a whole short APDU: the author's have 512 bytes for a
// record, and of a longer one they lose the session.
constexpr size_t kFragmentsInSmallCard = 2;

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

/// RFC 8446 section 5.4: "scans the field from the end toward the beginning until it finds a
/// non-zero octet". Not every card does.
Bytes without_padding(Bytes bytes) {
  while (!bytes.empty() && bytes.back() == 0) bytes = bytes.first(bytes.size() - 1);
  return bytes;
}

/// The content of an alert that came from the peer: `level description 15`.
bool is_alert_message(Bytes bytes) {
  const Bytes message = without_padding(bytes);
  return message.size() == kAlertMessageSize && type_of(message.back()) == ContentType::alert;
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
    case SessionAlert::Origin::card_untold:
      return "the card has found a TLS error, does not tell which (6D16), and has sent no alert";
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
  card_tells_end_ = true;
  silent_alert_.reset();
  peer_alert_.reset();
  outgoing_.clear();
  const Answer answer = transmit(recv_command(p1::kHandshake, p2::kFirst, {}));
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
  answer.bytes.resize(without_padding(answer.bytes).size());
  if (state_ == State::failed || answer.bytes.empty()) return decrypted;
  const bool is_alert = is_alert_message(answer.bytes);
  decrypted.type = type_of(answer.bytes.back());
  answer.bytes.pop_back();
  decrypted.content = std::move(answer.bytes);

  if (is_alert) {
    note_alert(decrypted.content.back(), closes);
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

/// An applet that leaves alerts to its node decrypts them as any content.
void CardSession::note_alert(uint8_t description, bool card_closes) {
  const auto alert = static_cast<Alert>(description);
  if (!card_closes && alert == Alert::user_canceled) return;  // close_notify follows
  card_tells_end_ &= card_closes;
  if (alert == Alert::close_notify) return close_direction(reads_);
  state_ = State::failed;
  peer_alert_ = description;
}

SessionAlert CardSession::ending_alert() {
  const auto told = read_end_reason(card_);
  if (!told && silent_alert_ == sw::sw2(sw::kAnyTlsError)) {
    return {SessionAlert::Origin::card_untold};
  }
  const CardEndReason end = told.value_or(CardEndReason{});
  if (end.origin == CardEndReason::Origin::peer) return {SessionAlert::Origin::peer, end.alert};
  if (silent_alert_) {
    return {SessionAlert::Origin::card_silently, *silent_alert_, end.reason};
  }
  if (end.origin == CardEndReason::Origin::card) {
    return {SessionAlert::Origin::card, end.alert, end.reason};
  }
  if (plain_alert_) return {SessionAlert::Origin::card, *plain_alert_};
  if (peer_alert_) return {SessionAlert::Origin::peer, *peer_alert_};
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
  if (answer.status == sw::kWrongLength || answer.status == sw::kOutOfRange) {
    throw ContentTooLong(
        fmt::format("the card can't encrypt {} bytes at once: give it less", content.size()));
  }
  note(answer.status);
  append(outgoing_, answer.bytes);
  ++records_under_key_;
  const bool closes = answer.status == sw::kClose;
  if (type == ContentType::alert && state_ != State::failed) {
    card_tells_end_ &= closes;
    return close_direction(writes_);
  }
  if (closes) state_ = State::failed;
}

size_t CardSession::fragment_size() const {
  return options_.fragment_size.value_or(card_.fragment_size().value_or(kMaxShortData));
}

std::optional<size_t> CardSession::max_content() {
  if (const auto told = read_max_content(card_)) return told;
  const size_t fragment = card_.fragment_size().value_or(kMaxShortData);
  if (fragment == kMaxShortData) return std::nullopt;
  return kFragmentsInSmallCard * fragment;
}

/// RECV in fragments, then SEND for as long as the card announces more.
CardSession::Answer CardSession::exchange(uint8_t work, Bytes data) {
  uint8_t flags = p2::kFirst;
  while (data.size() > fragment_size()) {
    Answer answer = transmit(recv_command(work, flags, data.first(fragment_size())));
    // "If F-Last is not set, the ISO7816 response is always 9000 when no error occurs."
    if (answer.status != sw::kOk) return answer;
    data = data.subspan(fragment_size());
    flags = p2::kMore;
  }
  return transmit(recv_command(work, flags | p2::kLast, data));
}

CardSession::Answer CardSession::transmit(Bytes command) {
  try {
    CardResponse response = transmit_whole(card_, command);
    return {std::move(response.data), response.status};
  } catch (const EndlessResponse& error) {
    throw CardError(error.what());
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
  if (status == sw::kOutOfRange) {
    throw CardError(
        "the card has no room for so many bytes (6D02): let the peer send shorter records, and "
        "leave out --fragment, so that the card's own maximum is found out");
  }
  if (status == sw::kPinNeeded || status == sw::kSecurityStatusNotSatisfied) {
    throw CardError(fmt::format(
        "the card wants its user's PIN first ({:04X}): --pin-file FILE brings it", status));
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
