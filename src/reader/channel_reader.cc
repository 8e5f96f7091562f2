#include "reader/channel_reader.h"

#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "reader/own_command.h"
#include "reader/recv_command.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

/// A card whose commands come from several threads, occupied while one of them has it.
class SharedCard {
 public:
  explicit SharedCard(std::unique_ptr<CardReader> card) : card_(std::move(card)) {}

  CardResponse transmit(const Bytes& command) {
    const std::lock_guard lock(mutex_);
    return card_->transmit(command);
  }
  /// How often the card may have been elsewhere until now.
  size_t occupy() {
    const std::lock_guard lock(mutex_);
    if (users_ == 0 && card_->occupy()) ++absences_;
    ++users_;
    return absences_;
  }
  void release() noexcept {
    const std::lock_guard lock(mutex_);
    if (--users_ == 0) card_->release();
  }
  void check() {
    const std::lock_guard lock(mutex_);
    card_->check();
  }
  [[nodiscard]] std::string name() const { return card_->name(); }

 private:
  std::mutex mutex_;
  const std::unique_ptr<CardReader> card_;
  size_t users_ = 0;
  size_t absences_ = 0;
};

/// Its number; nothing if the card has no more, or gives one that is no new channel's.
std::optional<uint8_t> open_channel(SharedCard& card, std::set<uint8_t>& open) {
  const uint8_t command[] = {0, ins::kManageChannel, 0, 0, 1};
  const CardResponse response = card.transmit(command);
  if (response.status != sw::kOk || response.data.size() != 1) return std::nullopt;
  const uint8_t number = response.data[0];
  const bool is_new = number < kMaxChannels && open.insert(number).second;
  return is_new ? std::optional(number) : std::nullopt;
}

class ChannelReader final : public CardReader {
 public:
  /// It is open while the card has been elsewhere so often.
  ChannelReader(std::shared_ptr<SharedCard> card, uint8_t number, size_t absences)
      : card_(std::move(card)), number_(number), absences_(absences) {}
  ChannelReader(const ChannelReader&) = delete;
  ChannelReader& operator=(const ChannelReader&) = delete;
  ~ChannelReader() override {
    try {
      if (number_ != 0) close();
    } catch (const std::exception&) {  // a card that can't be reached has no channels
    }
  }

  CardResponse transmit(Bytes command) override {
    OwnCommand own(command);
    if (!own.bytes.empty()) own.bytes[0] |= number_;
    return card_->transmit(own.bytes);
  }
  void reset() override {
    if (number_ == 0) {
      transmit(recv_command(p1::kHandshake, p2::kFirst, {}));
      return;
    }
    open_anew();
  }
  bool occupy() override {
    const size_t absences = card_->occupy();
    const bool was_elsewhere = std::exchange(absences_, absences) != absences;
    if (!was_elsewhere || number_ == 0) return was_elsewhere;
    try {
      open_anew();
    } catch (...) {
      card_->release();
      throw;
    }
    return true;
  }
  void release() noexcept override { card_->release(); }
  void check() override { card_->check(); }
  [[nodiscard]] std::string name() const override {
    return card_->name() + ", channel " + std::to_string(number_);
  }

 private:
  void close() {
    const uint8_t command[] = {0, ins::kManageChannel, 0x80, number_};
    card_->transmit(command);
  }
  void open_anew() {
    close();
    const uint8_t open[] = {0, ins::kManageChannel, 0, number_};
    if (card_->transmit(open).status == sw::kOk) return;
    throw ChannelLost("the card does not open channel " + std::to_string(number_) + " again");
  }

  const std::shared_ptr<SharedCard> card_;
  const uint8_t number_;
  size_t absences_;
};

}  // namespace

std::vector<std::unique_ptr<CardReader>> open_channels(std::unique_ptr<CardReader> card,
                                                       size_t at_least, size_t at_most) {
  const auto shared = std::make_shared<SharedCard>(std::move(card));
  const size_t absences = shared->occupy();
  const auto leave = [&](void*) { shared->release(); };
  const std::unique_ptr<void, decltype(leave)> occupation(shared.get(), leave);
  std::vector<std::unique_ptr<CardReader>> channels;
  channels.push_back(std::make_unique<ChannelReader>(shared, uint8_t{0}, absences));
  std::set<uint8_t> open = {0};
  while (channels.size() < at_most) {
    const auto number = open_channel(*shared, open);
    if (!number) break;
    channels.push_back(std::make_unique<ChannelReader>(shared, *number, absences));
  }
  if (channels.size() >= at_least) return channels;
  throw std::runtime_error("the card has no more logical channels: ask for fewer");
}

}  // namespace tls_se
