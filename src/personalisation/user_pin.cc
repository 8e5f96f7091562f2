#include "personalisation/user_pin.h"

#include "personalisation/card_commands.h"
#include "personalisation/pin_words.h"
#include "reader/foreign_status.h"

namespace tls_se {
namespace {

// Of a PIN with three tries, one is left then.
constexpr size_t kMostUnanswered = 2;

class PinShower final : public CardReader {
 public:
  PinShower(std::unique_ptr<CardReader> channel, std::shared_ptr<UserPin> pin)
      : channel_(std::move(channel)), pin_(std::move(pin)) {
    const CardOccupation occupation(*channel_);
    pin_->show_first(*channel_);
  }

  CardResponse transmit(Bytes command) override {
    CardResponse response = channel_->transmit(command);
    const bool is_recv = command.size() > 1 && command[1] == ins::kRecv;
    const bool wants_pin =
        response.status == sw::kSecurityStatusNotSatisfied || response.status == sw::kPinNeeded;
    if (!is_recv || !wants_pin) return response;
    pin_->show(*channel_);
    return channel_->transmit(command);
  }
  void reset() override {
    channel_->reset();
    pin_->show(*channel_);
  }
  bool occupy() override { return channel_->occupy(); }
  void release() noexcept override { channel_->release(); }
  void check() override { channel_->check(); }
  [[nodiscard]] std::string name() const override { return channel_->name(); }

 private:
  const std::unique_ptr<CardReader> channel_;
  const std::shared_ptr<UserPin> pin_;
};

}  // namespace

void UserPin::show(CardReader& channel) {
  const std::lock_guard lock(mutex_);
  show_once(channel);
}

void UserPin::show_first(CardReader& channel) {
  const std::lock_guard lock(mutex_);
  if (refusal_.empty() && unanswered_ == kMostUnanswered) {
    refusal_ = pin_words(kUserPin) + " has had no answer twice, and each time may have cost a try";
  }
  ++unanswered_;
  show_once(channel);
  unanswered_ = 0;
}

void UserPin::show_once(CardReader& channel) {
  if (!refusal_.empty()) {
    throw PinRefused(refusal_ + "; it is not shown again until this program is started again");
  }
  const StatusWord status = CardCommands(channel).verify(kUserPin, pin_.bytes());
  if (status == sw::kOk) return;
  refusal_ = pin_refusal_words(kUserPin, status);
  throw PinRefused(refusal_);
}

std::unique_ptr<CardReader> with_user_pin(std::unique_ptr<CardReader> channel,
                                          std::shared_ptr<UserPin> pin) {
  return std::make_unique<PinShower>(std::move(channel), std::move(pin));
}

}  // namespace tls_se
