#include "node/waiting_room.h"

#include <poll.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace tls_se {

bool WaitingRoom::is_full() {
  if (waiting_.size() >= options_.places) forget_those_who_left();
  return waiting_.size() >= options_.places;
}

void WaitingRoom::enter(Guest guest) {
  const auto place = std::ranges::lower_bound(waiting_, guest.since, {}, &Guest::since);
  const bool is_first = place == waiting_.begin();
  waiting_.insert(place, std::move(guest));
  if (is_first) watch_the_first();
}

std::optional<Guest> WaitingRoom::call_next() {
  forget_those_who_left();
  std::optional<Guest> next;
  if (!waiting_.empty()) {
    next = std::move(waiting_.front());
    waiting_.pop_front();
  }
  watch_the_first();
  return next;
}

void WaitingRoom::forget_those_who_left() {
  std::erase_if(waiting_, [this](Guest& guest) {
    const bool left = has_left(guest);
    if (left) spdlog::info("{}: has left while it waited for a card", guest.name);
    return left;
  });
}

/// Asked when it matters: what waits on a socket is woken by bytes as well, and these stay unread.
bool WaitingRoom::has_left(Guest& guest) const {
  const short half_closed = options_.half_closed_may_wait ? 0 : POLLRDHUP;
  pollfd peer = {.fd = guest.socket.native_handle(), .events = half_closed, .revents = 0};
  return poll(&peer, 1, 0) == 1;  // of a reset it tells unasked
}

/// All have the same patience: the first one's ends first.
void WaitingRoom::watch_the_first() {
  timer_.cancel();
  if (waiting_.empty() || options_.patience.count() == 0) return;
  timer_.expires_at(waiting_.front().since + options_.patience);
  timer_.async_wait([this](asio::error_code woken) {
    if (!woken) end_long_waits();
  });
}

void WaitingRoom::end_long_waits() {
  const auto since = Clock::now() - options_.patience;
  while (!waiting_.empty() && waiting_.front().since <= since) {
    Guest guest = std::move(waiting_.front());
    waiting_.pop_front();
    show_out_(std::move(guest));
  }
  watch_the_first();
}

}  // namespace tls_se
