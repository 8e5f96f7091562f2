// Looks after the card of a session that may have nothing to say for long: one that has left its
// reader ends the session at once, and not with the next record.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "reader/card_reader.h"

namespace tls_se {

/// For one piece of work, on the strand of its executor.
class CardWatch {
 public:
  /// `at_loss` is told why, in words for a person.
  CardWatch(const asio::any_io_executor& executor, CardReader& card,
            std::chrono::milliseconds interval, std::function<void(const std::string&)> at_loss)
      : timer_(executor), card_(card), interval_(interval), at_loss_(std::move(at_loss)) {}

  /// Does the work, which throws nothing, to its end. The loss is told once: that has to make the
  /// work end.
  asio::awaitable<void> watch(asio::awaitable<void> work);

 private:
  asio::awaitable<void> finish(asio::awaitable<void> work);
  asio::awaitable<void> look();

  asio::steady_timer timer_;
  CardReader& card_;
  const std::chrono::milliseconds interval_;
  const std::function<void(const std::string&)> at_loss_;
  bool done_ = false;  // the work
};

}  // namespace tls_se
