#include "node/echo.h"

#include <algorithm>

#include "node/asio.h"

namespace tls_se {

asio::awaitable<void> Echo::open() { co_return; }

asio::awaitable<size_t> Echo::read(asio::mutable_buffer buffer, asio::error_code& error) {
  reader_waits_ = true;
  changed_.cancel();
  while (taken_ == content_.size() && !ended_ && !cancelled_) co_await change();
  reader_waits_ = false;
  if (cancelled_) error = asio::error::operation_aborted;
  if (!cancelled_ && taken_ == content_.size()) error = asio::error::eof;
  if (error) co_return 0;
  const size_t size = std::min(buffer.size(), content_.size() - taken_);
  asio::buffer_copy(buffer, asio::buffer(content_) + taken_, size);
  taken_ += size;
  co_return size;
}

asio::awaitable<asio::error_code> Echo::write(std::vector<uint8_t> content) {
  content_ = std::move(content);
  taken_ = 0;
  changed_.cancel();
  while (!cancelled_ && !unread_ && !(taken_ == content_.size() && reader_waits_)) {
    co_await change();
  }
  asio::error_code error;
  if (cancelled_) error = asio::error::operation_aborted;
  co_return error;
}

void Echo::stop_reading() {
  unread_ = true;
  changed_.cancel();
}

void Echo::shut_down() {
  ended_ = true;
  changed_.cancel();
}

void Echo::cancel() {
  cancelled_ = true;
  changed_.cancel();
}

asio::awaitable<void> Echo::change() {
  asio::error_code woken;
  co_await changed_.async_wait(into(woken));
}

}  // namespace tls_se
