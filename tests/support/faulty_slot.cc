#include "support/faulty_slot.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <future>

#include "card/atr.h"
#include "card/host_cards.h"
#include "se/data_exchange/apdu.h"
#include "vcard/reader_link.h"

namespace tls_se {

/// The one that stays when it is pulled out, but for its RAM.
class FaultySlot::Card final : public CardReader {
 public:
  explicit Card(FaultySlot& slot) : slot_(slot) {}
  CardResponse transmit(Bytes command) override { return slot_.transmit(command); }
  void reset() override { slot_.card_->reset(); }
  [[nodiscard]] std::string name() const override { return slot_.card_->name(); }

 private:
  FaultySlot& slot_;
};

FaultySlot::FaultySlot(const PcscDaemon& daemon, int slot, std::unique_ptr<CardReader> card)
    : number_(slot),
      port_(daemon.port(slot)),
      card_(std::move(card)),
      stop_(eventfd(0, EFD_CLOEXEC)) {
  put_in();
}
FaultySlot::FaultySlot(const PcscDaemon& daemon, int slot, const CardProfile& profile)
    : FaultySlot(daemon, slot, HostCards(profile).make(kMaxChannels)) {}

FaultySlot::~FaultySlot() {
  pull_out();
  close(stop_);
}

void FaultySlot::set_fault(Fault fault) {
  const std::lock_guard lock(mutex_);
  fault_ = std::move(fault);
  commands_ = 0;
}

CardResponse FaultySlot::transmit(Bytes command) {
  Fault fault;
  {
    const std::lock_guard lock(mutex_);
    fault = fault_;
  }
  const size_t number = ++commands_;
  if (fault) {
    if (const auto answer = fault(number, command)) return *answer;
  }
  return card_->transmit(command);
}

CardResponse FaultySlot::be_mute() {
  pollfd stop = {.fd = stop_, .events = POLLIN, .revents = 0};
  (void)poll(&stop, 1, -1);
  throw Pulled{};
}

bool FaultySlot::await_pull(size_t times) const {
  for (int i = 0; i < 3000 && pulls_ < times; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return pulls_ >= times;
}

void FaultySlot::pull_out() {
  if (!thread_.joinable()) return;
  eventfd_write(stop_, 1);
  thread_.join();
  eventfd_t ignored = 0;
  eventfd_read(stop_, &ignored);
}

void FaultySlot::put_in() {
  pull_out();
  std::promise<void> inserted;
  thread_ = std::jthread([&, told = false]() mutable {
    const auto atr = [this](CardReader&) {
      return atr_of(*card_, kMaxChannels, CardProtocols::both);
    };
    SlotCard slot(std::make_unique<Card>(*this), atr, false);
    ReaderLink link({.port = port_, .pause = std::chrono::milliseconds(10)}, slot, stop_,
                    [&](ReaderLink::Event event, const std::string&) {
                      if (event != ReaderLink::Event::inserted || std::exchange(told, true)) return;
                      inserted.set_value();
                    });
    try {
      link.run();
    } catch (const Pulled&) {
      ++pulls_;
    }
  });
  EXPECT_EQ(inserted.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_TRUE(PcscDaemon::knows_of_card(number_));
}

}  // namespace tls_se
