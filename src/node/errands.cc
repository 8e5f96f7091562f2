#include "node/errands.h"

#include <asio/post.hpp>

namespace tls_se {

void StrandErrands::run(Work work, Work then) {
  asio::post(strand_.get_inner_executor(), [this, work = std::move(work), then = std::move(then)] {
    work();
    asio::post(strand_, then);
  });
}

void StrandErrands::wait(std::chrono::milliseconds pause, Work then) {
  if (stopped_) return;
  const auto timer = timers_.emplace(timers_.end(), strand_, pause);
  timer->async_wait([this, timer, then = std::move(then)](asio::error_code) {
    timers_.erase(timer);
    if (!stopped_) then();
  });
}

void StrandErrands::stop() {
  stopped_ = true;
  for (asio::steady_timer& timer : timers_) timer.cancel();
}

}  // namespace tls_se
