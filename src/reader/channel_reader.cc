#include "reader/channel_reader.h"

#include <mutex>
#include <stdexcept>

#include "reader/recv_command.h"
#include "se/base/secret.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

/// A card whose commands come from several threads.
class SharedCard {
 public:
  explicit SharedCard(std::unique_ptr<CardReader> card) : card_(std::move(card)) {}

  CardResponse transmit(const Bytes& command) {
    const std::lock_guard lock(mutex_);
    return card_->transmit(command);
  }
  [[nodiscard]] std::string name() const { return card_->name(); }

 private:
  std::mutex mutex_;
  const std::unique_ptr<CardReader> card_;
};

uint8_t open_channel(SharedCard& card) {
  const uint8_t command[] = {0, ins::kManageChannel, 0, 0, 1};
  const CardResponse response = card.transmit(command);
  if (response.status != sw::kOk || response.data.size() != 1) {
    throw std::runtime_error("the card has no more logical channels: ask for fewer");
  }
  return response.data[0];
}

class ChannelReader final : public CardReader {
 public:
  ChannelReader(std::shared_ptr<SharedCard> card, uint8_t number)
      : card_(std::move(card)), number_(number) {}
  ChannelReader(const ChannelReader&) = delete;
  ChannelReader& operator=(const ChannelReader&) = delete;
  ~ChannelReader() override {
    try {
      if (number_ != 0) close();
    } catch (const std::exception&) {  // a card that can't be reached has no channels
    }
  }

  CardResponse transmit(Bytes command) override {
    std::vector<uint8_t> own(command.begin(), command.end());
    if (!own.empty()) own[0] |= number_;
    CardResponse response = card_->transmit(own);
    wipe(own);
    return response;
  }
  void reset() override {
    if (number_ == 0) {
      transmit(recv_command(p1::kHandshake, p2::kFirst, {}));
      return;
    }
    close();
    const uint8_t open[] = {0, ins::kManageChannel, 0, number_};
    if (card_->transmit(open).status == sw::kOk) return;
    throw ChannelLost("the card does not open channel " + std::to_string(number_) + " again");
  }
  [[nodiscard]] std::string name() const override {
    return card_->name() + ", channel " + std::to_string(number_);
  }

 private:
  void close() {
    const uint8_t command[] = {0, ins::kManageChannel, 0x80, number_};
    card_->transmit(command);
  }

  const std::shared_ptr<SharedCard> card_;
  const uint8_t number_;
};

}  // namespace

std::vector<std::unique_ptr<CardReader>> open_channels(std::unique_ptr<CardReader> card,
                                                       size_t count) {
  const auto shared = std::make_shared<SharedCard>(std::move(card));
  std::vector<std::unique_ptr<CardReader>> channels;
  for (size_t i = 0; i < count; ++i) {
    const uint8_t number = i == 0 ? uint8_t{0} : open_channel(*shared);
    channels.push_back(std::make_unique<ChannelReader>(shared, number));
  }
  return channels;
}

}  // namespace tls_se
