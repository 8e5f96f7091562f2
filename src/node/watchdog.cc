#include "node/watchdog.h"

#include <asio/experimental/awaitable_operators.hpp>

#include "node/asio.h"

namespace tls_se {
namespace {

using asio::experimental::awaitable_operators::operator&&;

}  // namespace

void Watchdog::allow(std::chrono::milliseconds time) {
  const auto deadline = time.count() == 0 ? Clock::time_point::max() : Clock::now() + time;
  const bool earlier = deadline < deadline_;
  deadline_ = deadline;
  // A later deadline needs no new timer: wait() looks at it when the old one has passed.
  if (earlier) timer_.cancel();
}

asio::awaitable<void> Watchdog::watch(asio::awaitable<void> work) {
  co_await (finish(std::move(work)) && wait());
}

asio::awaitable<void> Watchdog::finish(asio::awaitable<void> work) {
  co_await std::move(work);
  done_ = true;
  timer_.cancel();
}

/// Until the deadline has passed and it has bitten, or until the work is done.
asio::awaitable<void> Watchdog::wait() {
  while (!done_ && Clock::now() < deadline_) {
    asio::error_code woken;
    timer_.expires_at(deadline_);
    co_await timer_.async_wait(into(woken));
  }
  if (!done_) bite_();
}

}  // namespace tls_se
