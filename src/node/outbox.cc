#include "node/outbox.h"

#include <asio/write.hpp>
#include <utility>

#include "node/asio.h"

namespace tls_se {

asio::awaitable<void> Outbox::write(std::vector<uint8_t> bytes) {
  queue_.insert(queue_.end(), bytes.begin(), bytes.end());
  queued_ += bytes.size();
  const uint64_t mine = queued_;
  if (!writing_) co_await drain();
  while (written_ < mine && !error_) {
    asio::error_code woken;
    co_await progress_.async_wait(into(woken));
  }
}

asio::awaitable<void> Outbox::drain() {
  writing_ = true;
  while (!queue_.empty() && !error_) {
    const std::vector<uint8_t> bytes = std::exchange(queue_, {});
    co_await asio::async_write(socket_, asio::buffer(bytes), into(error_));
    written_ += bytes.size();
    progress_.cancel();
  }
  writing_ = false;
}

}  // namespace tls_se
