// A card in a slot of the test's pcscd, served by the test itself, that does what cards should not.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "profile/card_profile.h"
#include "reader/card_reader.h"
#include "support/pcsc_daemon.h"

namespace tls_se {

class FaultySlot {
 public:
  /// Thrown by a fault: the card is pulled out instead of answering.
  struct Pulled {};
  /// Called before each command, counted from 1 since it was set: what the card answers instead of
  /// its own answer, or nothing.
  using Fault = std::function<std::optional<CardResponse>(size_t number, Bytes command)>;

  /// Puts it in.
  FaultySlot(const PcscDaemon& daemon, int slot, std::unique_ptr<CardReader> card);
  FaultySlot(const PcscDaemon& daemon, int slot, const CardProfile& profile);
  ~FaultySlot();
  FaultySlot(const FaultySlot&) = delete;
  FaultySlot& operator=(const FaultySlot&) = delete;

  void set_fault(Fault fault);
  /// Commands since then.
  [[nodiscard]] size_t commands() const { return commands_; }

  /// How often a fault has pulled it out.
  [[nodiscard]] size_t pulls() const { return pulls_; }
  /// Until that is so many times; false if a long time passes before.
  [[nodiscard]] bool await_pull(size_t times) const;

  void pull_out();
  /// Returns when the reader has asked for it.
  void put_in();
  /// A command that does not end. It does when the card is pulled out.
  CardResponse be_mute();

 private:
  class Card;

  CardResponse transmit(Bytes command);

  const int number_;
  const uint16_t port_;
  const std::unique_ptr<CardReader> card_;
  std::mutex mutex_;
  Fault fault_;
  std::atomic<size_t> commands_ = 0;
  std::atomic<size_t> pulls_ = 0;
  int stop_;
  std::jthread thread_;
};

}  // namespace tls_se
