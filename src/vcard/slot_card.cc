#include "vcard/slot_card.h"

#include <utility>

#include "se/base/secret.h"

namespace tls_se {
namespace {

enum class Control : uint8_t { power_off = 0, power_on = 1, reset = 2, atr = 4 };

constexpr size_t kLongestMessage = 0xffff;

std::vector<uint8_t> with_status(std::vector<uint8_t> data, StatusWord status) {
  data.push_back(sw::sw1(status));
  data.push_back(sw::sw2(status));
  return data;
}

}  // namespace

SlotCard::SlotCard(std::unique_ptr<CardReader> card, AtrOf atr_of, bool speaks_t0)
    : card_(std::move(card)),
      atr_of_(std::move(atr_of)),
      speaks_t0_(speaks_t0),
      t0_(*card_),
      atr_(atr_of_(*card_)) {}

std::optional<std::vector<uint8_t>> SlotCard::take(Bytes message) {
  if (message.size() > 1) return process(message);
  if (message.empty()) return std::nullopt;
  switch (static_cast<Control>(message[0])) {
    case Control::power_off:
      lose_power();
      break;
    case Control::power_on:
      if (!has_power_) power_up();
      break;
    case Control::reset:
      power_up();
      break;
    case Control::atr:  // also asked to find out whether there is a card
      return atr_;
  }
  return std::nullopt;
}

bool SlotCard::is_look(const Bytes& message) {
  return message.size() == 1 && static_cast<Control>(message[0]) == Control::atr;
}

/// Nothing is left in RAM, as if the power had come back: a card without power has no other way to
/// forget.
void SlotCard::lose_power() {
  t0_.forget();
  card_->reset();
  has_power_ = false;
}

void SlotCard::power_up() {
  t0_.forget();
  card_->reset();
  has_power_ = true;
  atr_ = atr_of_(*card_);
}

/// A reader sends none to a card without power: it has not noticed yet that the card was away.
std::vector<uint8_t> SlotCard::process(const Bytes& command) {
  if (!has_power_) power_up();
  CardResponse response = speaks_t0_ ? t0_.transmit(command) : card_->transmit(command);
  if (response.data.size() + 2 <= kLongestMessage) {
    return with_status(std::move(response.data), response.status);
  }
  wipe(response.data);
  return with_status({}, sw::kWrongLength);
}

}  // namespace tls_se
