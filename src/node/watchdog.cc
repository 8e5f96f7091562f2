#include "node/watchdog.h"

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

namespace tls_se {

void Watchdog::allow(std::chrono::seconds time) {
  const auto deadline = time.count() == 0 ? Clock::time_point::max() : Clock::now() + time;
  const bool earlier = deadline < deadline_;
  deadline_ = deadline;
  // A later deadline needs no new timer: run() looks at it when the old one has passed.
  if (earlier) timer_.cancel();
}

asio::awaitable<void> Watchdog::run() {
  while (!dismissed_ && Clock::now() < deadline_) {
    asio::error_code woken;
    timer_.expires_at(deadline_);
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  if (!dismissed_) bite_();
}

void Watchdog::dismiss() {
  dismissed_ = true;
  timer_.cancel();
}

}  // namespace tls_se
