// The user's PIN of a card that wants it before a session, and a reader that shows it on its
// channel.
#pragma once

#include <memory>
#include <mutex>
#include <stdexcept>

#include "profile/secret_bytes.h"
#include "reader/card_reader.h"

namespace tls_se {

/// In words for a person: wrong, and how many tries are left; blocked; there is none.
class PinRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One for all channels of a card. May be used from different threads.
class UserPin {
 public:
  explicit UserPin(SecretBytes pin) : pin_(std::move(pin)) {}

  /// Throws PinRefused. A PIN that was refused once is not shown again, on no channel: each time
  /// would cost another try.
  void show(CardReader& channel);
  /// To a card that has not had it before. Each time that it gives no answer may cost a try, too:
  /// twice in a row is the most.
  void show_first(CardReader& channel);

 private:
  void show_once(CardReader& channel);

  std::mutex mutex_;
  const SecretBytes pin_;
  std::string refusal_;
  size_t unanswered_ = 0;  // in a row
};

/// A channel on which the PIN is shown at once, and again whenever it has been reset, by whomever.
/// Throws PinRefused, and so do transmit() and reset().
[[nodiscard]] std::unique_ptr<CardReader> with_user_pin(std::unique_ptr<CardReader> channel,
                                                        std::shared_ptr<UserPin> pin);

}  // namespace tls_se
