#include "support/authors_card.h"

#include <algorithm>

#include "card/host_cards.h"
#include "reader/foreign_status.h"
#include "reader/recv_command.h"
#include "reader/whole_response.h"
#include "se/base/protocol.h"
#include "se/data_exchange/apdu.h"
#include "text/hex.h"

namespace tls_se::test {
namespace {

constexpr std::array<uint8_t, 6> kName = {1, 2, 3, 4, 5, 0};
constexpr std::array<uint8_t, 8> kFirstUserPin = {'0', '0', '0', '0', 0xff, 0xff, 0xff, 0xff};
constexpr std::array<uint8_t, 8> kFirstAdministratorPin = {'0', '0', '0', '0', '0', '0', '0', '0'};
constexpr uint8_t kPutKey = 0x85;
constexpr uint8_t kEarlySecret = 0x0a;
constexpr uint8_t kHeadOfKey[] = {1, 0, AuthorsCard::kPskSize};
constexpr StatusWord kWrongPin = 0x6300;  // and the tries that are left

// RFC 8446 section 4.1.3: the random of a HelloRetryRequest begins so.
constexpr uint8_t kRetryRandom[] = {0xcf, 0x21, 0xad, 0x74};
constexpr size_t kRandomAt = kRecordHeaderSize + 4 + 2;

CardProfile first_profile() {
  const std::string identity = "Client_identity";
  CardProfile profile;
  profile.psks = {
      {{identity.begin(), identity.end()}, std::vector<uint8_t>(AuthorsCard::kPskSize)}};
  profile.cipher_suites = {&kAes128CcmSha256};
  profile.silent_alerts = true;
  return profile;
}

bool is_hello_retry_request(Bytes records) {
  return records.size() > kRandomAt + sizeof kRetryRandom && records[0] == 22 &&
         same_bytes(records.subspan(kRandomAt, sizeof kRetryRandom), kRetryRandom);
}

size_t record_size(Bytes records) {
  return std::min(records.size(), kRecordHeaderSize + load_u16(&records[3]));
}

CardResponse status(StatusWord word) { return {{}, word}; }

}  // namespace

AuthorsCard::AuthorsCard(Manners manners)
    : manners_(manners),
      profile_(first_profile()),
      inner_(in_process_card(profile_)),
      user_{.value = kFirstUserPin, .most_tries = 3, .tries = 3},
      administrator_{.value = kFirstAdministratorPin, .most_tries = 10, .tries = 10} {}
AuthorsCard::~AuthorsCard() = default;

void AuthorsCard::put_psk(Bytes key) {
  profile_.psks[0].key.assign(key.begin(), key.end());
  inner_ = in_process_card(profile_);
}

void AuthorsCard::reset() {
  forget_session();
  inner_->reset();
  is_selected_ = user_.is_shown = administrator_.is_shown = false;
}

void AuthorsCard::forget_session() {
  input_.clear();
  output_.clear();
}

/// CLA is not looked at.
CardResponse AuthorsCard::transmit(Bytes command) {
  commands.push_back(to_spaced_hex(command));
  const auto apdu = parse_apdu(command);
  if (!apdu) return status(sw::kWrongLength);
  if (apdu->ins == ins::kSelect) return select(apdu->data);
  if (!is_selected_) return status(sw::kInstructionNotSupported);
  switch (apdu->ins) {
    case ins::kVerify:
      return verify(apdu->p2, apdu->data);
    case ins::kChangeReferenceData:
      return change(apdu->p2, apdu->data);
    case kPutKey:
      return put_key(apdu->p2, apdu->data);
    case ins::kRecv:
      return recv(apdu->p1, apdu->p2, apdu->data);
    case ins::kSend:
      return send(apdu->expected);
    default:
      return status(sw::kInstructionNotSupported);
  }
}

CardResponse AuthorsCard::select(Bytes name) {
  if (!same_bytes(name, kName)) return status(sw::kApplicationNotFound);
  reset();
  is_selected_ = true;
  return status(sw::kOk);
}

AuthorsCard::Pin* AuthorsCard::pin(uint8_t reference) {
  if (reference == 0) return &user_;
  return reference == 1 ? &administrator_ : nullptr;
}

bool AuthorsCard::shows(Pin& pin, Bytes value) {
  pin.is_shown = pin.tries > 0 && same_bytes(value, pin.value);
  if (pin.is_shown) pin.tries = pin.most_tries;
  if (!pin.is_shown && pin.tries > 0) --pin.tries;
  return pin.is_shown;
}

/// Without data it is an empty PIN, which costs a try.
CardResponse AuthorsCard::verify(uint8_t reference, Bytes value) {
  Pin* const pin = this->pin(reference);
  if (pin == nullptr) return status(sw::kWrongP1P2);
  const bool is_whole = value.size() == kPinSize;
  if (value.size() > kPinSize || (pin == &administrator_ && !is_whole)) {
    return status(sw::kWrongLength);
  }
  std::array<uint8_t, kPinSize> padded{};
  padded.fill(0xff);
  copy_bytes(padded, value);
  if (shows(*pin, padded)) return status(sw::kOk);
  return status(static_cast<StatusWord>(kWrongPin | pin->tries));
}

CardResponse AuthorsCard::change(uint8_t reference, Bytes values) {
  Pin* const pin = this->pin(reference);
  if (pin == nullptr) return status(sw::kWrongP1P2);
  if (values.size() != 2 * kPinSize) return status(sw::kWrongLength);
  if (!shows(*pin, values.first(kPinSize))) {
    return status(static_cast<StatusWord>(kWrongPin | pin->tries));
  }
  copy_bytes(pin->value, values.subspan(kPinSize));
  return status(sw::kOk);
}

CardResponse AuthorsCard::put_key(uint8_t p2, Bytes key) {
  if (!administrator_.is_shown) return status(sw::kPinNeeded);
  if (p2 != kEarlySecret) return status(sw::kWrongP1P2);
  const bool is_key = key.size() == sizeof kHeadOfKey + kPskSize &&
                      same_bytes(key.first(sizeof kHeadOfKey), kHeadOfKey);
  if (!is_key) return status(sw::kWrongLength);
  put_psk(key.subspan(sizeof kHeadOfKey));
  return status(sw::kOk);
}

CardResponse AuthorsCard::recv(uint8_t work, uint8_t flags, Bytes fragment) {
  if (!user_.is_shown && !administrator_.is_shown) return status(sw::kPinNeeded);
  if (fragment.empty()) {
    forget_session();
    return inner_->transmit(recv_command(p1::kHandshake, p2::kFirst, {}));
  }
  if (fragment.size() > kMaxFragment) return status(sw::kOutOfRange);
  if ((flags & p2::kFirst) != 0) input_.clear();
  if (input_.size() + fragment.size() > kRoom) return status(sw::kOutOfRange);
  input_.insert(input_.end(), fragment.begin(), fragment.end());
  longest_fragment = std::max(longest_fragment, fragment.size());
  return (flags & p2::kLast) == 0 ? status(sw::kOk) : this->work(work);
}

/// Of content that leaves no room for the record around it the applet loses its way.
CardResponse AuthorsCard::work(uint8_t work) {
  constexpr size_t kTag = 16;
  if (work == p1::kEncrypt && input_.size() + kRecordHeaderSize + kTag > kRoom) {
    return status(0x6f00);
  }
  output_.clear();
  const CardResponse answer = have_done(work);
  const bool is_end = answer.status == sw::kClose;
  const bool is_good = answer.status == sw::kOk || answer.status == sw::kOpen || is_end;
  if (!is_good || is_hello_retry_request(answer.data)) return fail();
  then_ = is_end && !manners_.says_end ? sw::kOk : answer.status;
  queue(work, answer.data);
  if (output_.empty() || (manners_.attaches && first_is_whole_)) return next_part();
  return status(sw::join(sw::kMore9F, static_cast<uint8_t>(output_.front().size())));
}

/// By the card that knows how.
CardResponse AuthorsCard::have_done(uint8_t work) {
  CardResponse answer;
  Bytes rest = input_;
  uint8_t flags = p2::kFirst;
  while (!rest.empty()) {
    const Bytes part = rest.first(std::min(rest.size(), kMaxShortData));
    rest = rest.subspan(part.size());
    if (rest.empty()) flags |= p2::kLast;
    answer = transmit_whole(*inner_, recv_command(work, flags, part));
    if (answer.status != sw::kOk) break;
    flags = p2::kMore;
  }
  if (work == p1::kDecrypt) answer.data.insert(answer.data.end(), manners_.padding, 0);
  return answer;
}

/// Whatever it is, and the peer is told nothing.
CardResponse AuthorsCard::fail() {
  forget_session();
  static_cast<void>(inner_->transmit(recv_command(p1::kHandshake, p2::kFirst, {})));
  return status(sw::kAnyTlsError);
}

/// A flight comes record by record.
void AuthorsCard::queue(uint8_t work, Bytes answer) {
  first_is_whole_ = false;
  while (!answer.empty()) {
    const size_t whole = work == p1::kHandshake ? record_size(answer) : answer.size();
    const size_t size = std::min(whole, kMaxFragment);
    if (output_.empty()) first_is_whole_ = size == whole;
    output_.emplace_back(answer.begin(), answer.begin() + static_cast<ptrdiff_t>(size));
    answer = answer.subspan(size);
  }
}

CardResponse AuthorsCard::send(size_t expected) {
  if (output_.empty()) return status(sw::kOk);
  const size_t size = output_.front().size();
  if (expected != size) return status(sw::join(sw::kRetry, static_cast<uint8_t>(size)));
  return next_part();
}

CardResponse AuthorsCard::next_part() {
  if (output_.empty()) return status(then_);
  std::vector<uint8_t> part = std::move(output_.front());
  output_.pop_front();
  if (output_.empty()) return {std::move(part), then_};
  return {std::move(part), sw::join(sw::kMore9F, static_cast<uint8_t>(output_.front().size()))};
}

}  // namespace tls_se::test
