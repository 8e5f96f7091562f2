#include "personalisation/user_pin.h"

#include "personalisation/card_commands.h"
#include "reader/names.h"

namespace tls_se {
namespace {

constexpr uint8_t kP2 = 0;  // of VERIFY (docs/apdu.md)

std::string words_of(StatusWord status) {
  const std::string blocked =
      "blocked: `tls-se card pin unblock` lets the administrator put a new one";
  if (sw::sw1(status) == sw::kTriesLeft) {
    const int left = sw::sw2(status) & 0x0f;
    if (left == 0) return "is wrong, and " + blocked;
    return "is wrong, and " + std::to_string(left) + (left == 1 ? " try is" : " tries are") +
           " left";
  }
  switch (status) {
    case sw::kBlocked:
      return "is " + blocked;
    case sw::kDataObjectNotFound:
      return "is wanted, and the card has none: `tls-se card pin set` puts it";
    default:
      return "can't be shown: " + status_word_name(status);
  }
}

class PinShower final : public CardReader {
 public:
  PinShower(std::unique_ptr<CardReader> channel, std::shared_ptr<UserPin> pin)
      : channel_(std::move(channel)), pin_(std::move(pin)) {
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
  [[nodiscard]] std::string name() const override { return channel_->name(); }

 private:
  const std::unique_ptr<CardReader> channel_;
  const std::shared_ptr<UserPin> pin_;
};

}  // namespace

void UserPin::show(CardReader& channel) {
  const std::lock_guard lock(mutex_);
  if (refusal_.empty()) {
    const StatusWord status = CardCommands(channel).verify(kP2, pin_.bytes());
    if (status == sw::kOk) return;
    refusal_ = "the user's PIN " + words_of(status);
  }
  throw PinRefused(refusal_);
}

std::unique_ptr<CardReader> with_user_pin(std::unique_ptr<CardReader> channel,
                                          std::shared_ptr<UserPin> pin) {
  return std::make_unique<PinShower>(std::move(channel), std::move(pin));
}

}  // namespace tls_se
