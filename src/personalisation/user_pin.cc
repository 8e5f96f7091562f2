#include "personalisation/user_pin.h"

#include "personalisation/card_commands.h"
#include "personalisation/pin_words.h"

namespace tls_se {
namespace {

class PinShower final : public CardReader {
 public:
  PinShower(std::unique_ptr<CardReader> channel, std::shared_ptr<UserPin> pin)
      : channel_(std::move(channel)), pin_(std::move(pin)) {
    const CardOccupation occupation(*channel_);
    pin_->show(*channel_);
  }

  CardResponse transmit(Bytes command) override {
    CardResponse response = channel_->transmit(command);
    const bool is_recv = command.size() > 1 && command[1] == ins::kRecv;
    if (!is_recv || response.status != sw::kSecurityStatusNotSatisfied) return response;
    pin_->show(*channel_);
    return channel_->transmit(command);
  }
  void reset() override {
    channel_->reset();
    pin_->show(*channel_);
  }
  bool occupy() override { return channel_->occupy(); }
  void release() noexcept override { channel_->release(); }
  [[nodiscard]] std::string name() const override { return channel_->name(); }

 private:
  const std::unique_ptr<CardReader> channel_;
  const std::shared_ptr<UserPin> pin_;
};

}  // namespace

void UserPin::show(CardReader& channel) {
  const std::lock_guard lock(mutex_);
  if (refusal_.empty()) {
    const StatusWord status = CardCommands(channel).verify(kUserPin, pin_.bytes());
    if (status == sw::kOk) return;
    refusal_ = pin_refusal_words(kUserPin, status);
  }
  throw PinRefused(refusal_);
}

std::unique_ptr<CardReader> with_user_pin(std::unique_ptr<CardReader> channel,
                                          std::shared_ptr<UserPin> pin) {
  return std::make_unique<PinShower>(std::move(channel), std::move(pin));
}

}  // namespace tls_se
