// Who waits for a card, in the order in which they came. Used on the strand of its listener.
// Nothing is read of what they say meanwhile.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace tls_se {

/// A connection that has been accepted, its name for the log, and since when it waits.
struct Guest {
  using Clock = std::chrono::steady_clock;

  asio::ip::tcp::socket socket;
  std::string name;
  Clock::time_point since = Clock::now();
};

class WaitingRoom {
 public:
  struct Options {
    size_t places = 64;
    std::chrono::milliseconds patience = std::chrono::seconds(30);  // 0: for ever
    /// Who has said all that it has to say may still wait for an answer. Not so in TLS: there the
    /// handshake has yet to come.
    bool half_closed_may_wait = false;
  };

  /// Who has waited for as long as it may is shown out by `show_out`.
  WaitingRoom(const asio::any_io_executor& executor, const Options& options,
              std::function<void(Guest)> show_out)
      : options_(options), show_out_(std::move(show_out)), timer_(executor) {}

  /// Those who have left meanwhile take no place.
  [[nodiscard]] bool is_full();
  /// Who was called, and could not be served, has its old place: in front of all that came later.
  void enter(Guest guest);
  /// The next one who is still there; nobody if nobody is.
  [[nodiscard]] std::optional<Guest> call_next();
  [[nodiscard]] size_t size() const { return waiting_.size(); }

 private:
  using Clock = Guest::Clock;

  void forget_those_who_left();
  void watch_the_first();
  void end_long_waits();
  [[nodiscard]] bool has_left(Guest& guest) const;

  const Options options_;
  const std::function<void(Guest)> show_out_;
  asio::steady_timer timer_;   // for the first one
  std::deque<Guest> waiting_;  // by since
};

}  // namespace tls_se
